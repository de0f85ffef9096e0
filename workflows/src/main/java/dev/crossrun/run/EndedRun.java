package dev.crossrun.run;

import java.util.Optional;

/**
 * A run that has ended, for another one to undo it.
 *
 * @param runId its execution run id
 * @param lastUndo the execution run id of the latest undo of it that has read a ledger: the ledger of that undo says what is
 *     left. Absent if there is none
 */
public record EndedRun(String workflowId, String runId, Optional<String> lastUndo) {
    /** The workflow type of the run that undoes an ended one. */
    public static final String UNDO_WORKFLOW = "UndoOfEndedRun";

    /** How the workflow id of such a run begins; the id of the run that it undoes follows. */
    public static final String UNDO_PREFIX = "undo.";

    /** The id as the API names it. */
    public String id() {
        return workflowId + ":" + runId;
    }

    /**
     * The workflow id of the run that undoes this one. It has more dots than the id of a runbook's run, and names this very
     * execution, so that a name that is used again cannot collide with it.
     */
    public String undoId() {
        return UNDO_PREFIX + workflowId + "." + runId;
    }
}
