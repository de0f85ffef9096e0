package dev.crossrun.run.step;

/** What undoing a step would take. */
public enum Reversibility {
    READ_ONLY,
    REVERSIBLE,
    /** No call undoes it: the step says what a person can do. */
    IRREVERSIBLE
}
