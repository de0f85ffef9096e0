package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code undo}. */
@Command(name = "undo", description = "Shows what an undo of a run would do; abort RUN --effects UNDO asks for it.")
final class UndoCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Override
    int call(ApiClient api) {
        Table table = new Table("STEP", "ACTION", "STATE", "EFFECT", "WHY");
        for (JsonNode item : api.get(runPath(run) + "/undo").path("items")) {
            table.row(
                    item.path("step").asText(""),
                    item.path("action").asText(""),
                    item.hasNonNull("state") ? item.path("state").asText("") : "",
                    item.path("effect").asText(""),
                    item.hasNonNull("reason")
                            ? item.path("reason").asText("")
                            : item.hasNonNull("warning") ? item.path("warning").asText("") : "");
        }
        table.print(out());
        return 0;
    }
}
