package dev.crossrun.run.effect;

/** Whether a thing is there, and whose mark it bears. */
public enum Presence {
    ABSENT,
    /** There, with this run's mark. */
    OURS,
    /** There, without this run's mark. */
    FOREIGN
}
