package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an undo would do, as lines of text: what is undone, in its order, then what is kept; a reason is given once. */
public final class UndoText {
    private final JsonNode undo;

    public UndoText(JsonNode undo) {
        this.undo = undo;
    }

    public void print(PrintWriter out) {
        Table table = new Table("ACTION", "STEP", "STATE", "EFFECT");
        groups("UNDO").forEach(group -> rows(group, table));
        groups("KEEP").forEach(group -> rows(group, table));
        table.print(out);
    }

    /** Of what is undone only neighbours stand together: their order says what goes first. */
    private List<List<JsonNode>> groups(String action) {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        String last = "";
        int runs = 0;
        for (JsonNode item : undo.path("items")) {
            if (item.path("action").asText("").equals(action)) {
                runs += words(item).equals(last) ? 0 : 1;
                last = words(item);
                String key = action.equals("KEEP") ? last : runs + last;
                groups.computeIfAbsent(key, any -> new ArrayList<>()).add(item);
            }
        }
        return List.copyOf(groups.values());
    }

    private static void rows(List<JsonNode> group, Table table) {
        for (JsonNode item : group) {
            table.row(
                    item.path("action").asText(""),
                    item.path("step").asText(""),
                    item.hasNonNull("state") ? item.path("state").asText("") : "",
                    item.path("effect").asText(""));
        }
        String words = words(group.get(0));
        if (!words.isEmpty()) {
            Wrapped.lines("      ", words).forEach(table::line);
        }
    }

    private static String words(JsonNode item) {
        return Stream.of(item.path("reason"), item.path("warning"))
                .map(text -> text.asText(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }
}
