package dev.crossrun.run;

import dev.crossrun.run.actor.Caller;
import java.util.Optional;

/**
 * A wish to stop a run.
 *
 * @param run its execution run id
 */
public record Abort(String run, Effects effects, Optional<String> comment, Caller by) {
    /** What becomes of what the run has done. */
    public enum Effects {
        UNDO,
        LEAVE
    }
}
