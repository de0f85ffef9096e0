package dev.crossrun.cli;

import dev.crossrun.cli.text.UndoText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code undo}. */
@Command(name = "undo", description = "Shows what an undo of a run would do; abort RUN --effects UNDO asks for it.")
final class UndoCommand extends ClientCommand {
    @Parameters(paramLabel = "RUN")
    private String run = "";

    @Override
    int call(ApiClient api) {
        new UndoText(api.get(runPath(run) + "/undo")).print(out());
        return 0;
    }
}
