package dev.crossrun.engine.effect;

import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.UndoItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an undo does, in words: a reason that several resources share is given once. */
public final class UndoLines {
    private UndoLines() {}

    /** As a Markdown list. What is undone stays in its order. */
    public static String markdown(List<UndoItem> items) {
        List<List<UndoItem>> groups = new ArrayList<>();
        for (UndoItem item : items) {
            // Of what is undone only neighbours: their order says what goes first.
            int first = item.action() == UndoItem.Action.KEEP ? 0 : Math.max(0, groups.size() - 1);
            groups.subList(first, groups.size()).stream()
                    .filter(group -> together(group.get(0), item))
                    .findFirst()
                    .ifPresentOrElse(group -> group.add(item), () -> groups.add(new ArrayList<>(List.of(item))));
        }
        return groups.stream().map(UndoLines::lines).collect(Collectors.joining("\n"));
    }

    private static boolean together(UndoItem one, UndoItem other) {
        return one.action() == other.action()
                && !words(one).isEmpty()
                && words(one).equals(words(other));
    }

    private static String lines(List<UndoItem> group) {
        UndoItem first = group.get(0);
        if (group.size() == 1) {
            return "- " + name(first) + first.reason().map(why -> ":").orElse("") + words(first);
        }
        return Stream.concat(Stream.of("-" + words(first)), group.stream().map(item -> "  - " + name(item)))
                .collect(Collectors.joining("\n"));
    }

    private static String name(UndoItem item) {
        return item.action() + " " + MarkdownText.code(item.effect()) + " (" + item.step() + ")";
    }

    private static String words(UndoItem item) {
        return item.reason().map(why -> " " + MarkdownText.escaped(why)).orElse("")
                + item.warning()
                        .map(warning -> " **" + MarkdownText.escaped(warning) + "**")
                        .orElse("");
    }

    /** In one sentence, without its full stop. */
    public static String sentence(Stream<UndoItem> items) {
        Map<String, String> byReason = items.collect(Collectors.toMap(
                item -> item.reason().orElse(""),
                UndoItem::effect,
                (one, other) -> one + ", " + other,
                LinkedHashMap::new));
        return byReason.entrySet().stream()
                .map(effects -> effects.getValue() + " (" + effects.getKey() + ")")
                .collect(Collectors.joining("; "));
    }
}
