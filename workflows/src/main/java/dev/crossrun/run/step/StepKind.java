package dev.crossrun.run.step;

/** Who does a step. */
public enum StepKind {
    AUTOMATED,
    HUMAN,
    /** Reads and judges; changes nothing. */
    CHECK
}
