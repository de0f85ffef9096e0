package dev.crossrun.run;

import dev.crossrun.run.actor.Caller;
import java.util.Optional;

/** A wish to stop a run. */
public record Abort(Effects effects, Optional<String> comment, Caller by) {
    /** What becomes of what the run has done. */
    public enum Effects {
        UNDO,
        LEAVE
    }
}
