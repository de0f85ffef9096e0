package dev.crossrun.run;

/** Where a run stands. */
public enum RunStatus {
    /** Reads what is there; nothing changes. */
    PLANNING,
    /** The plan is ready and waits for somebody other than the requester. */
    AWAITING_APPROVAL,
    RUNNING,
    SUCCEEDED,
    /** A plan was all that was asked for, and it is there. */
    PLANNED,
    /** The plan was not approved; nothing was changed. */
    REJECTED,
    /** Stopped by somebody; effects were left as they are. */
    ABORTED,
    /** Undoes what it did. */
    UNDOING,
    /** Took back what it did, but for what its undo says was kept. */
    UNDONE,
    /** A defect ended the run: a failure of a step parks it, it does not end it. */
    FAILED;

    /** Whether the run has ended. */
    public boolean closed() {
        return switch (this) {
            case PLANNING, AWAITING_APPROVAL, RUNNING, UNDOING -> false;
            case SUCCEEDED, PLANNED, REJECTED, ABORTED, UNDONE, FAILED -> true;
        };
    }
}
