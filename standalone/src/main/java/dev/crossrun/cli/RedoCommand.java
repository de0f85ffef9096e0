package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.text.RunText;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redo}. */
@Command(name = "redo", description = "Runs a finished step, and those that depend on it, again.")
final class RedoCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Option(names = "--from", paramLabel = "STEP", required = true)
    private String from = "";

    @Option(names = "--comment")
    private @Nullable String comment;

    @Override
    int call(ApiClient api) {
        ObjectNode wish = JsonNodeFactory.instance.objectNode().put("from", from);
        if (comment != null) {
            wish.put("comment", comment);
        }
        JsonNode view = api.post(runPath(run) + "/redo", wish, Optional.empty());
        new RunText(view, Clock.systemUTC().instant()).steps().forEach(out()::println);
        return 0;
    }
}
