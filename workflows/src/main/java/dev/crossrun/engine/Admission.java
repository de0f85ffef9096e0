package dev.crossrun.engine;

import dev.crossrun.run.Abort;
import dev.crossrun.run.Redo;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Rights;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Task;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.util.Optional;

/** Refuses what a run does not take from people, before anything of it enters history. */
final class Admission {
    private final RunState run;
    private final Tasks tasks;
    private final Steps steps;
    private final HistoryLimit history;
    private Optional<Actor> requester = Optional.empty();

    Admission(RunState run, Tasks tasks, Steps steps, HistoryLimit history) {
        this.run = run;
        this.tasks = tasks;
        this.steps = steps;
        this.history = history;
    }

    /** The run was started by this actor; before that it takes nothing. */
    void open(Actor requestedBy) {
        requester = Optional.of(requestedBy);
        tasks.askedBy(requestedBy);
    }

    void requireAnswerable(Answer answer) {
        requireForThis(answer.run());
        requireOpen();
        tasks.require(answer, steps::tooLate);
        if (answer.action().equals(Task.WITHDRAW)) {
            steps.usesClaim(tasks.step(answer.task())).ifPresent(why -> {
                throw Refusal.CLAIM_IN_USE.because(why);
            });
        }
        if (answer.file().isPresent()) {
            history.requireRoom();
        }
    }

    /** While a run is being undone, an abort can only stop the undo. */
    void requireAbortable(Abort abort) {
        requireForThis(abort.run());
        require(Rights.toAbort(abort.by(), requireOpen()));
        if (abort.effects() == Abort.Effects.UNDO && run.undoing()) {
            throw Refusal.BEING_UNDONE.because("The run is being undone already");
        }
        if (abort.effects() == Abort.Effects.LEAVE) {
            run.notLeft().ifPresent(why -> {
                throw Refusal.NOT_LEFT.because(why);
            });
        }
    }

    void requireRedoable(Redo redo) {
        requireForThis(redo.run());
        requireOpen();
        require(Rights.toRedo(redo.by()));
        if (run.undoing()) {
            throw Refusal.BEING_UNDONE.because("The run is being undone");
        }
        steps.requireRedoable(redo);
    }

    /** A copy of what somebody sent to an earlier run of this name counts for nothing. A run that was reset keeps its answers. */
    private static void requireForThis(String other) {
        WorkflowInfo own = Workflow.getInfo();
        if (!own.getRunId().equals(other) && !own.getOriginalExecutionRunId().equals(other)) {
            throw Refusal.OTHER_RUN.because("This was sent to another run of this name");
        }
    }

    private Actor requireOpen() {
        Actor by = requester.orElseThrow(() -> Refusal.NOT_STARTED.because("The run is just starting"));
        if (run.ending()) {
            throw Refusal.RUN_CLOSED.because("The run has ended");
        }
        return by;
    }

    private static void require(Optional<String> whyNot) {
        whyNot.ifPresent(why -> {
            throw Refusal.NOT_ALLOWED.because(why);
        });
    }
}
