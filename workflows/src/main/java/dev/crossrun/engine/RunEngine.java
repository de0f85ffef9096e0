package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Acknowledgement;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Problem;
import dev.crossrun.run.Redo;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of some runbook, inside its workflow. */
final class RunEngine {
    private final Journal journal = new Journal();
    private final Ledger ledger = new Ledger();
    private final Tasks tasks = new Tasks(journal, this::changed);
    private final Planning planning = new Planning(this);
    private final Steps steps = new Steps(this);
    private final Undoing undoing = new Undoing(this);
    private final Display display = new Display();
    private final Notices notices = new Notices(this);
    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();
    private @Nullable RunStart start;
    private List<AccountId> accounts = List.of();
    private Instant startedAt = Instant.EPOCH;
    private RunStatus status = RunStatus.PLANNING;
    private Optional<RunStatus> ending = Optional.empty();
    private Optional<Abort> undoWanted = Optional.empty();
    private @Nullable CancellationScope undoScope;
    private Optional<Instant> closedAt = Optional.empty();
    private Optional<JsonNode> outcome = Optional.empty();
    private Optional<Problem> problem = Optional.empty();
    private boolean changed;

    /** Runs the procedure to its end. */
    void conduct(RunStart request, List<AccountId> touched, Patience patience, Consumer<Steps> tell) {
        start = request;
        accounts = List.copyOf(touched);
        startedAt = Journal.now();
        tasks.patience(patience);
        notices.begin();
        tell.accept(steps);
        journal.run(RunEvent.Type.RUN_STARTED, request.requestedBy(), request.runbook() + " " + request.name());
        try {
            while (ending.isEmpty() && undoWanted.isEmpty()) {
                steps.startReady();
                show();
                Workflow.await(() -> changed);
                changed = false;
                steps.rethrowDefect();
                if (undoWanted.isEmpty() && steps.allFinished()) {
                    end(RunStatus.SUCCEEDED, Optional.empty());
                }
            }
            if (ending.isEmpty()) {
                undo(undoWanted.orElseThrow());
            }
        } catch (CanceledFailure cancelled) {
            end(
                    RunStatus.ABORTED,
                    Optional.of(new Problem("Cancelled in Temporal", Optional.of(Actor.UNAUTHENTICATED))));
        }
        Workflow.newDetachedCancellationScope(this::close).run();
    }

    /** Undoes once nothing of the steps runs any more; an abort that leaves, or a cancelled run, stops it where it is. */
    private void undo(Abort wish) {
        settleSteps();
        if (ending.isPresent()) {
            return;
        }
        status(RunStatus.UNDOING);
        show();
        Actor actor = wish.by().actor();
        CancellationScope scope = Workflow.newCancellationScope(() -> {
            boolean undone = undoing.run();
            String detail = undone
                    ? "Undone for " + actor.name() + because(wish) + ". " + undoing.remains()
                    : "Aborted by " + actor.name() + because(wish)
                            + ". The undo was not confirmed: what the run had done is left as it is.";
            end(undone ? RunStatus.UNDONE : RunStatus.ABORTED, Optional.of(new Problem(detail, Optional.of(actor))));
        });
        undoScope = scope;
        try {
            scope.run();
        } catch (CanceledFailure stopped) {
            if (ending.isEmpty()) {
                throw stopped;
            }
        }
    }

    private void settleSteps() {
        steps.cancelAll();
        while (!steps.settled()) {
            Workflow.await(() -> changed || steps.settled());
            changed = false;
            steps.rethrowDefect();
            show();
        }
        steps.rethrowDefect();
    }

    private void close() {
        settleSteps();
        Workflow.await(Workflow::isEveryHandlerFinished);
        status = ending.orElseThrow();
        closedAt = Optional.of(Journal.now());
        journal.run(
                RunEvent.Type.RUN_CLOSED,
                problem.flatMap(Problem::by).orElse(Actor.ENGINE),
                status + problem.map(why -> ": " + why.detail()).orElse(""));
        show();
        notices.finish();
    }

    void show() {
        display.show(view(), tasks.open(), requireStart());
    }

    /** Steps are looked after, and shown, by the loop of the run; an undo shows itself. */
    void changed() {
        changed = true;
        if (undoScope != null && ending.isEmpty()) {
            show();
        }
    }

    Journal journal() {
        return journal;
    }

    Ledger ledger() {
        return ledger;
    }

    Tasks tasks() {
        return tasks;
    }

    Planning planning() {
        return planning;
    }

    boolean planOnly() {
        return requireStart().planOnly();
    }

    /** Whether no step is to begin any more. */
    boolean stopping() {
        return ending.isPresent() || undoWanted.isPresent();
    }

    void status(RunStatus next) {
        status = next;
        changed();
    }

    /** Lets the run end so; the first word counts. */
    void end(RunStatus last, Optional<Problem> why) {
        if (ending.isEmpty()) {
            ending = Optional.of(last);
            problem = why;
            changed();
        }
    }

    void keep(String step, Document document) {
        documents.put(document.name(), document);
        artifacts.put(document.name(), document.artifact(step));
        changed();
    }

    void outcome(Object reached) {
        outcome = Optional.of(CanonicalJson.tree(reached));
        changed();
    }

    void requireOpen() {
        if (start == null) {
            throw Refusal.NOT_STARTED.because("The run is just starting");
        }
        if (ending.isPresent()) {
            throw Refusal.RUN_CLOSED.because("The run has ended");
        }
    }

    /** A run that is being undone can only be told to stop that. */
    void requireAbortable(Abort abort) {
        requireOpen();
        requireMayAbort(abort.by());
        if (abort.effects() == Abort.Effects.UNDO && undoWanted.isPresent()) {
            throw Refusal.BEING_UNDONE.because("The run is being undone already");
        }
    }

    void requireRedoable(Redo redo) {
        requireOpen();
        requireMayRedo(redo.by());
        if (undoWanted.isPresent()) {
            throw Refusal.BEING_UNDONE.because("The run is being undone");
        }
        steps.requireRedoable(redo);
    }

    /** An administrator aborts any run, a requester those it started. */
    private void requireMayAbort(Caller caller) {
        boolean own = caller.is(Role.REQUESTER)
                && caller.actor().equals(requireStart().requestedBy());
        if (!own && !caller.is(Role.ADMINISTRATOR)) {
            throw Refusal.NOT_ALLOWED.because("A run is aborted by its requester or by the role ADMINISTRATOR");
        }
    }

    private void requireMayRedo(Caller caller) {
        if (!caller.is(Role.ADMINISTRATOR)) {
            throw Refusal.NOT_ALLOWED.because("A step is redone by the role ADMINISTRATOR");
        }
    }

    void requireAnswerable(Answer answer) {
        requireOpen();
        tasks.require(answer, requireStart().requestedBy());
    }

    AnswerResult answer(Answer answer) {
        return tasks.answer(tasks.require(answer, requireStart().requestedBy()), answer);
    }

    Acknowledgement abort(Abort abort) {
        Actor actor = abort.by().actor();
        journal.run(
                RunEvent.Type.ABORT_REQUESTED,
                actor,
                abort.effects() + ": " + abort.comment().orElse("no comment"));
        if (abort.effects() == Abort.Effects.UNDO) {
            undoWanted = Optional.of(abort);
            changed();
        } else {
            String left = undoWanted.isPresent() ? "What was not undone yet" : "What the run had done";
            String detail = "Aborted by " + actor.name() + because(abort) + ". " + left + " is left as it is.";
            end(RunStatus.ABORTED, Optional.of(new Problem(detail, Optional.of(actor))));
            stopUndo();
        }
        return new Acknowledgement(Journal.now());
    }

    private void stopUndo() {
        if (undoScope != null) {
            undoScope.cancel();
        }
    }

    private static String because(Abort abort) {
        return abort.comment().map(text -> ": " + text).orElse("");
    }

    Undoing undoing() {
        return undoing;
    }

    Acknowledgement redo(Redo redo) {
        steps.redo(redo);
        return new Acknowledgement(Journal.now());
    }

    Steps steps() {
        return steps;
    }

    RunView view() {
        RunStart known = requireStart();
        RunStatus shown = closedAt.isPresent()
                ? status
                : ending.filter(RunStatus.ABORTED::equals).orElse(status);
        return new RunView(
                known.runbook(),
                known.name(),
                shown,
                known.requestedBy(),
                startedAt,
                closedAt,
                display.summary(shown, steps, tasks.open()),
                accounts,
                planning.view(),
                steps.views(ledger),
                display.waitingFor(tasks.open()),
                outcome,
                problem);
    }

    List<Artifact> artifacts() {
        return List.copyOf(artifacts.values());
    }

    Optional<Document> document(String name) {
        return Optional.ofNullable(documents.get(name));
    }

    private RunStart requireStart() {
        if (start == null) {
            throw new IllegalStateException("The run is just starting");
        }
        return start;
    }
}
