package dev.crossrun.run.effect;

/** Whether a resource exists, and whose mark it has. */
public enum Presence {
    ABSENT,
    /** There, with this run's mark. */
    OURS,
    /** There, without this run's mark. */
    FOREIGN
}
