package dev.crossrun.run.step;

/** Where a step stands. */
public enum StepStatus {
    PENDING,
    RUNNING,
    /** Waits for a person. */
    WAITING,
    /** A person has answered; the run looks for evidence. */
    VERIFYING,
    /** Failed in a way that retries cannot fix: a decision task is open. */
    STUCK,
    DONE,
    SKIPPED,
    UNDOING,
    UNDONE,
    /** Not undone, since its effect was adopted or cannot be undone. */
    KEPT;

    /** Whether steps that depend on this one may run. */
    public boolean finished() {
        return this == DONE || this == SKIPPED;
    }
}
