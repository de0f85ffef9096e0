package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code abort}. */
@Command(name = "abort", description = "Stops a run.")
final class AbortCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Option(
            names = "--effects",
            defaultValue = "LEAVE",
            description =
                    "What becomes of what it did: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). UNDO takes an approver's"
                            + " confirmation; LEAVE stops an undo, too.")
    private Effects effects = Effects.LEAVE;

    @Option(names = "--comment")
    private @Nullable String comment;

    /** What becomes of what a run did. */
    enum Effects {
        LEAVE,
        UNDO
    }

    @Override
    int call(ApiClient api) {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("effects", effects.name());
        if (comment != null) {
            wish.put("comment", comment);
        }
        JsonNode view = api.post(runPath(run) + "/abort", wish, Optional.empty());
        out().println(view.path("id").asText("") + ": " + view.path("status").asText(""));
        return 0;
    }
}
