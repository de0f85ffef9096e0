package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** What an undo would do, as lines of text. */
final class UndoText {
    private final JsonNode undo;

    UndoText(JsonNode undo) {
        this.undo = undo;
    }

    void print(PrintWriter out) {
        Table table = new Table("STEP", "ACTION", "STATE", "EFFECT", "WHY");
        for (JsonNode item : undo.path("items")) {
            table.row(
                    item.path("step").asText(""),
                    item.path("action").asText(""),
                    item.hasNonNull("state") ? item.path("state").asText("") : "",
                    item.path("effect").asText(""),
                    item.hasNonNull("reason")
                            ? item.path("reason").asText("")
                            : item.hasNonNull("warning") ? item.path("warning").asText("") : "");
        }
        table.print(out);
    }
}
