package dev.crossrun.engine.effect;

import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import java.util.Optional;

/** Makes the undo of an effect: before it is attempted, and again with what was created. */
@FunctionalInterface
public interface Undoable<R> {
    /**
     * How the effect is undone.
     *
     * @param before what was there before the first attempt
     * @param made what was made; absent as long as no attempt has come to its end
     */
    Undo undo(Found before, Optional<R> made);
}
