package dev.crossrun.engine;

import dev.crossrun.run.EndedRun;
import dev.crossrun.run.RunStart;

/** {@link UndoWorkflow} by the engine that undoes aborted runs, too. */
public final class UndoWorkflowImpl extends RunbookWorkflow implements UndoWorkflow {
    @Override
    public void undoEnded(RunStart start, EndedRun run) {
        conductUndo(start, run);
    }
}
