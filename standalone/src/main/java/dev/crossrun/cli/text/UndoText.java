package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an undo would do, as lines of text. */
public final class UndoText {
    private final JsonNode undo;

    public UndoText(JsonNode undo) {
        this.undo = undo;
    }

    public void print(PrintWriter out) {
        Table table = new Table("STEP", "ACTION", "STATE", "EFFECT", "WHY");
        for (JsonNode item : undo.path("items")) {
            table.row(
                    item.path("step").asText(""),
                    item.path("action").asText(""),
                    item.hasNonNull("state") ? item.path("state").asText("") : "",
                    item.path("effect").asText(""),
                    Stream.of(item.path("reason"), item.path("warning"))
                            .map(text -> text.asText(""))
                            .filter(text -> !text.isEmpty())
                            .collect(Collectors.joining("; ")));
        }
        table.print(out);
    }
}
