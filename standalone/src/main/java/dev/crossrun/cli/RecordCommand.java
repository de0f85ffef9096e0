package dev.crossrun.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code record}. */
@Command(
        name = "record",
        description = "Prints the record of a run: its whole story, in Markdown.",
        subcommands = EraseRecordCommand.class)
final class RecordCommand extends ClientCommand {
    /** Optional for picocli, since the commands below it have a run of their own. */
    @Parameters(paramLabel = "RUN", arity = "0..1")
    private @Nullable String run;

    @Override
    int call(ApiClient api) {
        String named = Optional.ofNullable(run).orElseThrow(() -> new Usage("Missing required parameter: 'RUN'"));
        out().print(api.text(runPath(named) + "/record", "text/markdown"));
        return 0;
    }
}
