package dev.crossrun.cli;

import dev.crossrun.cli.text.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plan}. */
@Command(name = "plan", description = "Shows what a run would do.")
final class PlanCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Override
    int call(ApiClient api) {
        new PlanText(api.get(runPath(run) + "/plan"), api.get(runPath(run))).print(out());
        return 0;
    }
}
