package dev.crossrun.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code record}. */
@Command(name = "record", description = "Prints the record of a run: its whole story, in Markdown.")
final class RecordCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Override
    int call(ApiClient api) {
        out().print(api.text(runPath(run) + "/record", "text/markdown"));
        return 0;
    }
}
