package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.cli.text.UndoText;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undo}. */
@Command(
        name = "undo",
        description =
                "Shows what an undo of a run would do. abort RUN --effects UNDO undoes an open run; --start undoes one that has ended.")
final class UndoCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Option(
            names = "--start",
            description = "Undoes a run that has ended, by a run of its own, which an approver has to confirm.")
    private boolean start;

    @Override
    int call(ApiClient api) {
        if (start) {
            JsonNode view = api.post(runPath(run) + "/undo", JsonNodeFactory.instance.objectNode(), Optional.empty());
            out().println(view.path("id").asText("") + ": "
                    + view.path("status").asText(""));
            return 0;
        }
        new UndoText(api.get(runPath(run) + "/undo")).print(out());
        return 0;
    }
}
