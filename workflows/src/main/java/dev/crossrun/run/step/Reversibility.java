package dev.crossrun.run.step;

/** What undoing a step would take. */
public enum Reversibility {
    READ_ONLY,
    REVERSIBLE,
    /** No call undoes it: what a person could do about it is told. */
    IRREVERSIBLE
}
