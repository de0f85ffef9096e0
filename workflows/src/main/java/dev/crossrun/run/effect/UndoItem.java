package dev.crossrun.run.effect;

import java.util.Optional;

/**
 * What an undo does, or would do, about one effect of a run, or about what its plan kept and it has not come to.
 *
 * @param effect what it is: an ARN or a name, or what a person did in a console
 * @param reason why it is kept, or that it has not been looked at yet; absent if it is undone
 * @param warning what else goes with it; absent if nothing does
 * @param state what has become of it so far; absent for what a person did
 */
public record UndoItem(
        String step,
        String effect,
        Action action,
        Optional<String> reason,
        Optional<String> warning,
        Optional<EffectState> state) {
    /** How the reason begins of a part of another resource. */
    public static final String TOGETHER = "It is deleted together with ";

    /** The reason as long as the run has not looked at the resource. */
    public static final String UNSEEN =
            "Not checked yet. Before it undoes anything, the run checks that the resource is still its own and not in use";

    /** The same in a run that has ended: nothing is undone any more. */
    public UndoItem afterTheEnd() {
        boolean made = state.equals(Optional.of(EffectState.CREATED));
        boolean left = made || state.equals(Optional.of(EffectState.INTENDED));
        return action == Action.UNDO && left
                ? new UndoItem(
                        step,
                        effect,
                        Action.KEEP,
                        reason.filter(seen -> !seen.equals(UNSEEN) && !seen.startsWith(TOGETHER))
                                .or(() -> Optional.of(
                                        (made ? "Left as it is" : "It may be there") + ": the run has ended")),
                        Optional.empty(),
                        state)
                : this;
    }

    /** What is done about it. */
    public enum Action {
        UNDO,
        KEEP
    }
}
