package dev.crossrun.run.effect;

/** What became of an effect. */
public enum EffectState {
    /** About to be attempted; a lookup by key shows whether it happened. */
    INTENDED,
    /** This run made it. */
    CREATED,
    /** It existed before, perhaps by an earlier run of this name; undo never changes it. */
    ADOPTED,
    NEVER_HAPPENED,
    /** This run made it and took it back, or found it gone. */
    UNDONE,
    /** This run made it, and the undo left it, for a reason. */
    KEPT
}
