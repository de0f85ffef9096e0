package dev.crossrun.run.task;

/** Where a task stands. */
public enum TaskState {
    OPEN,
    /** An answer is being checked, or evidence of what it claims is being looked for: then it can be withdrawn. */
    CHECKING,
    CLOSED
}
