package dev.crossrun.desk.run;

import dev.crossrun.run.effect.UndoItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an undo would do: what is removed, in its order, and what is kept, each reason once.
 *
 * @param kept also what is left to people: the reason says how
 */
public record UndoGroups(List<Group> removed, List<Group> kept) {
    /** Effects with the same words. */
    public record Group(Optional<String> words, List<UndoItem> items) {}

    public int removedCount() {
        return removed.stream().mapToInt(group -> group.items().size()).sum();
    }

    public int keptCount() {
        return kept.stream().mapToInt(group -> group.items().size()).sum();
    }

    public static UndoGroups of(List<UndoItem> items) {
        return new UndoGroups(groups(items, UndoItem.Action.UNDO, true), groups(items, UndoItem.Action.KEEP, false));
    }

    /** Of what is removed only neighbours stand together: their order says what goes first. */
    private static List<Group> groups(List<UndoItem> items, UndoItem.Action action, boolean neighbours) {
        Map<String, List<UndoItem>> groups = new LinkedHashMap<>();
        String last = "";
        int changes = 0;
        for (UndoItem item : items) {
            if (item.action() == action) {
                changes += neighbours && !words(item).equals(last) ? 1 : 0;
                last = words(item);
                groups.computeIfAbsent(changes + last, any -> new ArrayList<>()).add(item);
            }
        }
        return groups.values().stream()
                .map(group -> new Group(
                        Optional.of(words(group.get(0))).filter(words -> !words.isEmpty()), List.copyOf(group)))
                .toList();
    }

    private static String words(UndoItem item) {
        return Stream.of(item.reason(), item.warning())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(". "));
    }
}
