package dev.crossrun.run;

import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskHistory;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked of every run, whatever its runbook. A workflow interface inherits it; a client needs no more than a
 * stub of this interface. {@link Refusal#in} returns the refusal of an update's exception.
 */
public interface Run {
    @QueryMethod
    RunView view();

    @QueryMethod
    Optional<Plan> plan();

    @QueryMethod
    Optional<Task> task(String id);

    /** Every task of the run, open or closed, in the order in which they were opened, with its answers. */
    @QueryMethod
    List<TaskHistory> tasks();

    /** The events after the one numbered {@code after}; 0 for all. */
    @QueryMethod
    List<RunEvent> events(int after);

    @QueryMethod
    List<Artifact> artifacts();

    @QueryMethod
    Optional<Document> artifact(String name);

    /** What an undo needs to know of the run: its steps, and its effects after the one numbered {@code after}; 0 for all. */
    @QueryMethod
    LedgerPage ledger(int after);

    /**
     * What an undo would do, as far as the run knows; once an undo is asked for, the run looks at each effect, and this tells
     * what it saw and did. The last effects come first.
     */
    @QueryMethod
    List<UndoItem> undo();

    /** Answers a task. A refusal on substance is a verdict, not an exception, and the task stays open. */
    @UpdateMethod
    AnswerResult answer(Answer answer);

    @UpdateValidatorMethod(updateName = "answer")
    void mayAnswer(Answer answer);

    /**
     * Stops the run; returns once it is on its way. With UNDO, once calls in flight have ended, what the run did is undone
     * after somebody with the right to approve has confirmed it. With LEAVE an undo that is going on stops, too.
     */
    @UpdateMethod
    Acknowledgement abort(Abort abort);

    @UpdateValidatorMethod(updateName = "abort")
    void mayAbort(Abort abort);

    /** Runs a finished step and those that depend on it again; returns once they are reset. */
    @UpdateMethod
    Acknowledgement redo(Redo redo);

    @UpdateValidatorMethod(updateName = "redo")
    void mayRedo(Redo redo);
}
