package dev.crossrun.engine;

import dev.crossrun.engine.call.StepCalls;
import dev.crossrun.engine.metrics.RunMetrics;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Problem;
import dev.crossrun.run.Redo;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Task;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run inside its workflow: makes the run's parts and leads it from start to end. */
final class RunEngine {
    private final Journal journal = new Journal();
    private final RunState run = new RunState(journal);
    private final Tasks tasks = new Tasks(journal, run::change);
    private final Documents documents = new Documents();
    private final Ledger ledger = new Ledger();
    private final Planning planning = new Planning(journal, run, tasks);
    private final Workbench bench = new Workbench(journal, ledger, tasks, documents, run, planning);
    private final Steps steps = new Steps(bench);
    private final Undoing undoing = new Undoing(bench, steps, planning);
    private final HistoryLimit history = new HistoryLimit(journal);
    private final Admission admission = new Admission(run, tasks, steps, history);
    private final Display display = new Display();
    private final Notices notices = new Notices(journal, tasks, this::view);
    private final StepCalls calls = StepCalls.ofRun();
    private @Nullable RunStart start;
    private Optional<RunInput<?>> input = Optional.empty();
    private Instant startedAt = Instant.EPOCH;
    private Optional<CompletablePromise<Optional<String>>> undone = Optional.empty();

    /** Runs a procedure to its end. */
    void conduct(RunStart request, Patience patience, Procedure procedure) {
        input = Optional.of(procedure.input());
        begin(request, patience);
        planning.planOnly(request.planOnly());
        steps.follow(procedure.steps(planning));
        lead(() -> {
            goOnUntil(run::stopping);
            run.undoWanted()
                    .filter(wish -> !run.ending())
                    .ifPresent(wish -> undo(wish.by().actor(), RunState.because(wish)));
        });
    }

    /** Undoes what an ended run did. */
    void conductUndo(RunStart request, EndedLedger ended) {
        begin(request, Patience.standard());
        run.undo();
        lead(() -> {
            Optional<String> refusal = ended.read(this::take, undoing::warn);
            if (refusal.isPresent()) {
                run.end(RunStatus.REJECTED, Optional.of(new Problem(refusal.get(), Optional.empty())));
            } else {
                undoing.onlyIf(ended::sameAsRead);
                undo(request.requestedBy(), "");
            }
        });
    }

    private void take(LedgerPage page) {
        if (ledger.all().isEmpty()) {
            steps.follow(page.steps().stream().map(StepState::ended).toList());
            planning.take(page.steps());
        }
        ledger.take(page.entries());
    }

    private void begin(RunStart request, Patience patience) {
        start = request;
        startedAt = Journal.now();
        RunMetrics.ofRun().started(request.runbook());
        tasks.patience(patience);
        admission.open(request.requestedBy());
        notices.begin();
        journal.run(
                RunEvent.Type.RUN_STARTED,
                request.requestedBy(),
                request.undoes().map(id -> "Undo of " + id).orElse(request.runbook() + " " + request.name()));
    }

    private void lead(Runnable way) {
        try {
            way.run();
        } catch (CanceledFailure cancelled) {
            run.end(
                    RunStatus.ABORTED,
                    Optional.of(new Problem("Cancelled in Temporal", Optional.of(Actor.UNAUTHENTICATED))));
        }
        Workflow.newDetachedCancellationScope(this::close).run();
    }

    /** Undoes once nothing of the steps runs any more; an abort that leaves, or a cancelled run, stops it where it is. */
    private void undo(Actor by, String because) {
        settleSteps();
        if (run.ending()) {
            return;
        }
        run.status(RunStatus.UNDOING);
        tasks.askedBy(by);
        CompletablePromise<Optional<String>> result = Workflow.newPromise();
        undone = Optional.of(result);
        CancellationScope scope =
                Workflow.newCancellationScope(() -> result.completeFrom(Async.function(undoing::run)));
        scope.run();
        goOnUntil(() -> result.isCompleted() || run.ending());
        if (run.ending()) {
            scope.cancel();
            return;
        }
        Optional<String> obstacle = result.get();
        String detail = obstacle.map(why -> "Aborted by " + by.name() + because + ". " + why)
                .orElseGet(() -> (undoing.partly() ? "Partly undone for " : "Undone for ") + by.name() + because + ". "
                        + undoing.remains());
        run.end(
                obstacle.isEmpty() ? RunStatus.UNDONE : RunStatus.ABORTED,
                Optional.of(new Problem(detail, Optional.of(by))));
    }

    private void settleSteps() {
        steps.cancelAll();
        goOnUntil(steps::settled);
        steps.rethrowDefect();
    }

    private void close() {
        settleSteps();
        Workflow.await(() -> undone.map(CompletablePromise::isCompleted).orElse(true));
        Workflow.await(Workflow::isEveryHandlerFinished);
        run.close();
        show();
        notices.finish();
    }

    /** Goes on, and shows what has changed each time it waits: at most once a workflow task. */
    private void goOnUntil(BooleanSupplier over) {
        while (!over.getAsBoolean()) {
            goOn();
            if (!over.getAsBoolean()) {
                if (!run.ending()) {
                    show();
                }
                Workflow.await(() -> run.changed() || over.getAsBoolean());
            }
        }
    }

    /** Starts what can start and lets everything that can go on do so. */
    private void goOn() {
        do {
            run.seen();
            steps.rethrowDefect();
            if (!run.stopping() && !run.undoing()) {
                steps.startReady();
                if (steps.allFinished()) {
                    run.end(RunStatus.SUCCEEDED, Optional.empty());
                }
            }
            letOthersRun();
            letOthersRun();
        } while (run.changed() && !run.ending());
        history.watch();
    }

    /** Every other thread of the workflow runs until it waits again; one that was just made does so at the second call. */
    private static void letOthersRun() {
        boolean[] waited = new boolean[1];
        Workflow.await(() -> {
            boolean before = waited[0];
            waited[0] = true;
            return before;
        });
    }

    private void show() {
        display.show(view(), tasks.open());
    }

    Admission admission() {
        return admission;
    }

    Journal journal() {
        return journal;
    }

    Documents documents() {
        return documents;
    }

    Tasks tasks() {
        return tasks;
    }

    Planning planning() {
        return planning;
    }

    Undoing undoing() {
        return undoing;
    }

    AnswerResult answer(Answer answer) {
        if (!answer.action().equals(Task.WITHDRAW)) {
            return tasks.answer(answer);
        }
        String step = tasks.step(answer.task());
        AnswerResult result = tasks.withdraw(answer, steps.usesClaim(step), steps.tooLate(step));
        if (result.verdict().accepted()) {
            steps.withdrawClaim(step);
            ledger.unclaim(step);
        }
        return result;
    }

    void abort(Abort abort) {
        run.abort(abort);
    }

    void redo(Redo redo) {
        steps.redo(redo);
    }

    Optional<Object> outcome() {
        return run.outcome();
    }

    LedgerPage ledger(int after) {
        List<LedgerEntry> entries = ledger.after(after);
        int last = entries.isEmpty() ? after : entries.get(entries.size() - 1).number();
        return new LedgerPage(
                steps.all().stream()
                        .map(step -> step.forLedger(planning.kept(step.id())))
                        .toList(),
                entries,
                ledger.hasMoreThan(last),
                ledger.isLeft());
    }

    RunView view() {
        RunStart known = requireStart();
        RunStatus shown = run.status();
        return new RunView(
                known.runbook(),
                known.name(),
                shown,
                known.requestedBy(),
                startedAt,
                run.closedAt(),
                shown == RunStatus.UNDONE && undoing.partly()
                        ? "Partly undone"
                        : display.summary(shown, steps, tasks.open()),
                known.accounts(),
                input.map(RunInput::shown),
                planning.view(),
                steps.views(),
                display.waitingFor(tasks.open()),
                run.outcome().map(CanonicalJson::tree),
                run.problem(),
                known.undoes(),
                calls.pending());
    }

    private RunStart requireStart() {
        if (start == null) {
            throw new IllegalStateException("The run is just starting");
        }
        return start;
    }
}
