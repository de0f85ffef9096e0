package dev.crossrun.engine;

import dev.crossrun.run.Abort;
import dev.crossrun.run.Acknowledgement;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Redo;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunView;
import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskHistory;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the workflow of every runbook inherits: it gives the engine its procedure and answers nothing itself. */
public abstract class RunbookWorkflow implements Run {
    private final RunEngine engine = new RunEngine();

    /**
     * Runs a procedure to its end. A run that a later revision started waits until a worker comes that knows it: this one must not
     * do other steps than were approved.
     *
     * @param revision the latest that this worker knows
     * @param runbook the steps of the runbook, in the order of the procedure
     * @return the outcome, if a step has set it
     */
    protected final <I> Optional<Object> conduct(
            RunStart start, I input, Patience patience, int revision, Function<RunInput<I>, List<Step<?>>> runbook) {
        if (start.revision() > revision) {
            throw new IllegalStateException("The run was started by revision " + start.revision() + " of "
                    + start.runbook() + ". This worker knows revision " + revision
                    + ". The run waits for a newer worker.");
        }
        Procedure procedure = Procedure.of(input, start.revision(), runbook);
        engine.conduct(start, patience, procedure);
        return engine.outcome();
    }

    /** Undoes what an ended run did. */
    final void conductUndo(RunStart start, EndedRun run) {
        engine.conductUndo(start, new EndedLedger(run));
    }

    @Override
    public RunView view() {
        return engine.view();
    }

    @Override
    public Optional<Plan> plan() {
        return engine.planning().shown();
    }

    @Override
    public Optional<Task> task(String id) {
        return engine.tasks().find(id);
    }

    @Override
    public List<TaskHistory> tasks() {
        return engine.tasks().history();
    }

    @Override
    public List<RunEvent> events(int after) {
        return engine.journal().after(after);
    }

    @Override
    public List<Artifact> artifacts() {
        return engine.documents().artifacts();
    }

    @Override
    public Optional<Document> artifact(String name) {
        return engine.documents().find(name);
    }

    @Override
    public LedgerPage ledger(int after) {
        return engine.ledger(after);
    }

    @Override
    public List<UndoItem> undo() {
        return engine.undoing().items();
    }

    @Override
    public AnswerResult answer(Answer answer) {
        return engine.answer(answer);
    }

    @Override
    public void mayAnswer(Answer answer) {
        engine.admission().requireAnswerable(answer);
    }

    @Override
    public Acknowledgement abort(Abort abort) {
        engine.abort(abort);
        return new Acknowledgement(Journal.now());
    }

    @Override
    public void mayAbort(Abort abort) {
        engine.admission().requireAbortable(abort);
    }

    @Override
    public Acknowledgement redo(Redo redo) {
        engine.redo(redo);
        return new Acknowledgement(Journal.now());
    }

    @Override
    public void mayRedo(Redo redo) {
        engine.admission().requireRedoable(redo);
    }
}
