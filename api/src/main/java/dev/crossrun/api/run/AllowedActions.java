package dev.crossrun.api.run;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Rights;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.TaskState;
import dev.crossrun.run.task.TaskSummary;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may do now with a runbook, a run or a task, and why not otherwise. REST, the command line and pages ask here; a run
 * itself has the last word, by the same rules ({@link Rights}, {@link TaskKind}).
 */
public final class AllowedActions {
    private static final Set<RunStatus> NOTHING_CHANGED = EnumSet.of(RunStatus.PLANNED, RunStatus.REJECTED);

    private AllowedActions() {}

    /** Whether the caller may start runs of a runbook; which accounts a run touches is not known yet. */
    public static List<AllowedAction> ofRunbook(String runbook, Principal caller) {
        return List.of(AllowedAction.of("start", caller.refusalToStart(runbook)));
    }

    /** Each way to answer a task. */
    public static List<AllowedAction> ofTask(Task task, Execution run, Principal caller) {
        Caller here = caller.caller(run.summary());
        Optional<String> ended = Optional.of("The run has ended").filter(any -> !run.open());
        return task.answers().stream()
                .map(form -> AllowedAction.of(
                        form.action(),
                        ended.or(() -> task.takes(form.action()) ? Optional.empty() : notOpen(task.state()))
                                .or(() -> task.refusal(here))))
                .toList();
    }

    /** Whether the caller may answer a listed task in one way or another. */
    public static List<AllowedAction> ofListed(TaskSummary task, Execution run, Principal caller) {
        return List.of(AllowedAction.of(
                "answer", notOpen(task.state()).or(() -> task.refusal(caller.caller(run.summary())))));
    }

    private static Optional<String> notOpen(TaskState state) {
        return switch (state) {
            case OPEN -> Optional.empty();
            case CHECKING -> Optional.of("An answer is being checked");
            case CLOSED -> Optional.of("The task is closed");
        };
    }

    static List<AllowedAction> ofRun(RunView run, Caller caller) {
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
            return Optional.of("The run is still open. You can stop it and have what it did undone.");
        }
        return NOTHING_CHANGED.contains(status)
                ? Optional.of("The run changed nothing: it is " + status)
                : Optional.empty();
    }
}
