package dev.crossrun.activity;

import java.util.List;

/**
 * One pass of an undo over the effects of a run, the last effects first.
 *
 * @param preview whether the pass only reads and says what a removal would do
 * @param removed of the effects whose keys the call's arguments name, the keys of those that this pass has removed, or found gone, so
 *     far; in a preview, that it would have removed
 */
public record UndoPass(boolean preview, List<String> removed) {
    public UndoPass {
        removed = List.copyOf(removed);
    }
}
