package dev.crossrun.api.run;

import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Rights;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a caller may do with a run, as far as its view says; the run itself has the last word. */
public final class RunActions {
    private static final Set<RunStatus> NOTHING_CHANGED = EnumSet.of(RunStatus.PLANNED, RunStatus.REJECTED);

    private RunActions() {}

    static List<AllowedAction> of(RunView run, Caller caller) {
        Optional<String> ended = run.closedAt().map(at -> "The run has ended");
        Optional<String> undoing =
                Optional.of("The run is being undone").filter(any -> run.status() == RunStatus.UNDOING);
        return List.of(
                AllowedAction.of("abort", ended.or(() -> Rights.toAbort(caller, run.requestedBy()))),
                AllowedAction.of("redo", ended.or(() -> undoing).or(() -> Rights.toRedo(caller))),
                AllowedAction.of(
                        "undo",
                        notUndoable(run.closedAt().isEmpty(), run.status(), run.undoes())
                                .or(() -> Rights.toUndo(caller, run.requestedBy()))));
    }

    /** Why nobody can undo a run by a run of its own; empty if that may be possible. */
    public static Optional<String> notUndoable(boolean open, RunStatus status, Optional<String> undoes) {
        if (undoes.isPresent()) {
            return Optional.of("This run is itself an undo. Undo the run that it undoes again: " + undoes.get());
        }
        if (open) {
            return Optional.of("The run is open. Abort it with \"effects\": \"UNDO\" instead.");
        }
        return NOTHING_CHANGED.contains(status)
                ? Optional.of("The run changed nothing: it is " + status)
                : Optional.empty();
    }
}
