package dev.crossrun.engine;

import dev.crossrun.run.EndedRun;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Undoes what an ended run did: reads its ledger, looks at the world of today, has the undo confirmed, and undoes. */
@WorkflowInterface
public interface UndoWorkflow extends Run {
    @WorkflowMethod(name = EndedRun.UNDO_WORKFLOW)
    void undoEnded(RunStart start, EndedRun run);
}
