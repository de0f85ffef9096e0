package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.RunText;
import java.time.Clock;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}. */
@Command(name = "run", description = "Shows a run; exits with 1 if it ended otherwise than asked for.")
final class RunCommand extends ClientCommand {
    private static final Set<String> WELL =
            Set.of("PLANNING", "AWAITING_APPROVAL", "RUNNING", "SUCCEEDED", "PLANNED", "UNDOING", "UNDONE");

    @Parameters(paramLabel = "ID", description = "With or without the run id after the colon.")
    private String run = "";

    @Option(names = "--watch", description = "Follow it until it closes.")
    private boolean watch;

    @Override
    int call(ApiClient api) throws InterruptedException {
        JsonNode view = api.get(runPath(run));
        RunText text = new RunText(view, Clock.systemUTC().instant());
        if (watch) {
            text.title().forEach(out()::println);
            String id = ApiClient.encode(view.path("id").asText(""));
            view = new LiveRun(
                            api,
                            id,
                            out(),
                            surroundings().columns(),
                            surroundings().pause())
                    .follow();
            text = new RunText(view, Clock.systemUTC().instant());
        } else {
            text.head().forEach(out()::println);
            text.steps().forEach(out()::println);
        }
        text.foot().forEach(out()::println);
        return WELL.contains(view.path("status").asText("")) ? 0 : 1;
    }
}
