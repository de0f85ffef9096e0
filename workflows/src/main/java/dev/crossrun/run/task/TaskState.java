package dev.crossrun.run.task;

/** Where a task stands. */
public enum TaskState {
    OPEN,
    /** An answer is being checked. */
    CHECKING,
    CLOSED
}
