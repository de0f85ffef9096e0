package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.call.StepOfCall;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.ByPerson;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.effect.Undoable;
import dev.crossrun.engine.task.AnswerCheck;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Abort;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.TaskKind;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a runbook's step can do while it runs. */
public final class StepContext {
    private final Workbench bench;
    private final StepState state;
    private final Effects effects;

    StepContext(Workbench bench, StepState state) {
        this.bench = bench;
        this.state = state;
        this.effects = new Effects(state, bench.ledger(), bench.journal(), bench.run());
    }

    String id() {
        return state.id();
    }

    StepDefinition definition() {
        return state.definition();
    }

    public int round() {
        return state.round();
    }

    /** Says in one sentence what the step did or does. */
    public void detail(String sentence) {
        state.detail(sentence);
        bench.run().change();
    }

    /** An ordinary call of an activity; {@code summary} says what for. */
    public <A> A call(Class<A> activities, String summary) {
        return Workflow.newActivityStub(activities, own(Calls.ordinary(summary)));
    }

    /** A call that a person at a form waits for. */
    public <A> A promptCall(Class<A> activities, String summary) {
        return Workflow.newActivityStub(activities, own(Calls.prompt(summary)));
    }

    /** A look that is repeated until it finds; the step is stuck if that takes longer than {@code patience}. */
    public <A> A poll(Class<A> activities, String summary, Duration patience) {
        return Workflow.newActivityStub(activities, own(Calls.poll(summary, patience)));
    }

    /** A call for many items, whose heartbeats keep its progress for the next attempt; it may take up to {@code limit}. */
    public <A> A batch(Class<A> activities, String summary, Duration limit) {
        return Workflow.newActivityStub(activities, own(Calls.batch(summary, limit)));
    }

    /** A call of an activity that is known by its type alone; one of several items heartbeats. */
    ActivityStub untyped(String summary, Duration limit, boolean several) {
        return Workflow.newUntypedActivityStub(own(several ? Calls.batch(summary, limit) : Calls.poll(summary, limit)));
    }

    private ActivityOptions own(ActivityOptions options) {
        return StepOfCall.put(options, state.id());
    }

    /**
     * Wants something from a person and waits until an answer is accepted.
     *
     * @return what the check made of that answer
     */
    public <T> T ask(TaskSpec spec, AnswerCheck<T> check) {
        if (state.definition().irreversible()) {
            mayBeDoneByPerson(
                    state.id(),
                    state.definition().title(),
                    Undo.byHand(state.definition().undo()));
        }
        return ask(TaskKind.HUMAN_STEP, spec, claiming(check)).orElseThrow(() -> new IllegalStateException("expired"));
    }

    /** As {@link #ask(TaskSpec, AnswerCheck)}, but what was accepted in this round is not asked for again in another try. */
    public <T> T askOnce(TaskSpec spec, AnswerCheck<T> check) {
        return state.isReopened()
                ? ask(spec, check)
                : state.asked().flatMap(StepContext::<T>accepted).orElseGet(() -> ask(spec, check));
    }

    /** A task whose answer was withdrawn is asked again; it is the same one, and keeps the time at which it opened. */
    private TaskRecord opened(TaskKind kind, TaskSpec spec, AnswerCheck<?> check) {
        if (kind != TaskKind.HUMAN_STEP) {
            return bench.tasks().open(state.id(), kind, spec, check);
        }
        Optional<TaskRecord> reopened = state.takeReopened();
        reopened.ifPresent(task -> task.again(spec, check));
        TaskRecord task = reopened.orElseGet(() -> bench.tasks().open(state.id(), kind, spec, check));
        state.asked(task);
        return task;
    }

    /** As {@link #ask(TaskSpec, AnswerCheck)} for a task of another kind; empty if it expired. */
    <T> Optional<T> ask(TaskKind kind, TaskSpec spec, AnswerCheck<T> check) {
        TaskRecord task = opened(kind, spec, check);
        StepStatus shown = kind == TaskKind.DECISION ? StepStatus.STUCK : StepStatus.WAITING;
        state.asks(shown);
        bench.run().change();
        try {
            return bench.tasks().await(task) ? accepted(task) : Optional.empty();
        } finally {
            state.askedBefore(shown);
            bench.run().change();
        }
    }

    /**
     * Offers something that people may want while the step goes on; nobody has to.
     *
     * @param remindAt when people are reminded of it
     * @return what the check made of the answer
     */
    public <T> T offer(TaskSpec spec, Instant remindAt, AnswerCheck<T> check) {
        TaskRecord task = bench.tasks().open(state.id(), TaskKind.OFFER, spec, check);
        task.remindAt(remindAt);
        bench.run().change();
        bench.tasks().await(task);
        return StepContext.<T>accepted(task).orElseThrow(() -> new IllegalStateException("an offer does not expire"));
    }

    @SuppressWarnings("unchecked") // an accepted value is what this very check returned
    private static <T> Optional<T> accepted(TaskRecord task) {
        return task.accepted().map(value -> (T) value);
    }

    /**
     * Wants the approval of somebody other than who asks, and than who asked before.
     *
     * @param asking who asks for what is to be approved
     * @return what the check made of the answer; empty if nobody gave one in time
     */
    public <T> Optional<T> askApproval(Actor asking, TaskSpec spec, AnswerCheck<T> check) {
        bench.tasks().askedBy(asking);
        return ask(TaskKind.APPROVAL, spec, check);
    }

    /** Who asked for the run. */
    public Actor requester() {
        return bench.tasks().requester();
    }

    /** A person of this name, of any issuer, approves nothing in this run. */
    void neverBy(String name) {
        bench.tasks().neverBy(name);
    }

    /** The records of the removals by which what a step brought about, or may have, would be undone. */
    public <R extends Record> List<R> undoable(Step<?> other, Class<R> removable) {
        return bench.ledger().backwards(other.id()).stream()
                .filter(LedgerEntry::undoable)
                .flatMap(entry -> entry.undo().removal().stream())
                .map(removal -> Removals.record(removal, removable))
                .toList();
    }

    /** Runs {@code work}, and again where somebody has fixed why it failed. */
    public void retrying(Runnable work) {
        while (!succeeds(work)) {
            state.again();
            bench.run().change();
        }
    }

    private boolean succeeds(Runnable work) {
        try {
            work.run();
            return true;
        } catch (ActivityFailure | ApplicationFailure failure) {
            Cancellation.propagate(failure);
            return !offers().again(failure);
        }
    }

    /**
     * From now on an abort does not stop the run: the run brings what it began to its own end.
     *
     * @param notLeft why it is not left as it is, as a sentence
     * @param end receives the abort
     */
    public void takeOverAborts(String notLeft, Consumer<Abort> end) {
        bench.run().takeOverAborts(notLeft, end);
    }

    /**
     * Removes what another step of this run did, by the removals in the ledger. It tries without limit: where a
     * removal fails for good a decision task opens at once, and it is still retried.
     *
     * @return what became of each effect, by its key: UNDONE, KEPT or NEVER_HAPPENED
     */
    public Map<String, EffectState> removeEffectsOf(Step<?> other) {
        return new EffectsRemoval(this, bench, other.id()).run();
    }

    /** Steps that wait only for a claim of this one begin from now on, even if it is not done. */
    public void letOthersBegin() {
        state.claimed(true);
        bench.run().change();
    }

    /** When an earlier try of this step ended, by a failure that somebody decided about, a redo or an end; empty at the first. */
    public Optional<Instant> lastEnded() {
        return state.lastEnded();
    }

    /** Waits until an instant; {@code summary} says what for. */
    public void waitUntil(Instant instant, String summary) {
        unless(() -> instant, summary, () -> false, () -> Workflow.await(() -> false));
    }

    /**
     * Runs {@code work} until a time comes or something happens. What is in flight then is cancelled, and has come to its end
     * when this returns.
     *
     * @param deadline the time, which may change meanwhile
     * @param summary what the time is, for a reader of the history
     * @param over whether it happened
     * @return whether the work came to its end by itself
     */
    public boolean unless(Supplier<Instant> deadline, String summary, BooleanSupplier over, Runnable work) {
        return Bounded.run(deadline, summary, over, work);
    }

    /** Even a refused answer says that the person has worked in the console. */
    private <T> AnswerCheck<T> claiming(AnswerCheck<T> check) {
        return answer -> {
            bench.ledger().claim(state.id());
            return check.check(answer);
        };
    }

    /**
     * From now on a person may make the change that a step asks for, also before its task is open.
     *
     * @param step the step that asks for it
     * @param title that step's title
     * @param undo how the change is undone; a call in it only looks whether the change was made
     */
    public void mayBeDoneByPerson(String step, String title, Undo undo) {
        bench.ledger().intendByPerson(step, title, undo);
    }

    /**
     * Looks for evidence patiently. When patience ends, or when it cannot be looked for, somebody decides: look on, or go on
     * with what a person claims. Steps for which the claim is enough begin meanwhile. If the person withdraws the claim, the
     * step runs again, and its task is open again: see {@link #askOnce}.
     *
     * @param patience how long one look lasts
     * @param missing what was not seen, as a sentence
     * @param look calls a poll; gives what it found
     * @return what was found; empty if somebody decided to go on without
     */
    public <A, T> Optional<T> verify(
            Class<A> activities, String summary, Duration patience, String missing, Function<A, T> look) {
        state.claimed(true);
        List<Optional<T>> found = new ArrayList<>();
        CancellationScope scope =
                Workflow.newCancellationScope(() -> found.add(lookOn(activities, summary, patience, missing, look)));
        Optional<TaskRecord> claim = state.asked();
        List<TaskRecord> withdrawn = new ArrayList<>();
        claim.ifPresent(task -> task.lookedFor(() -> {
            withdrawn.add(task);
            scope.cancel();
        }));
        try {
            scope.run();
        } catch (CanceledFailure cancelled) {
            if (withdrawn.isEmpty()) {
                throw cancelled;
            }
        } finally {
            claim.ifPresent(TaskRecord::looked);
        }
        // A look that was under way can still find something: it was for an answer that does not count any more.
        if (!withdrawn.isEmpty()) {
            state.reopened(withdrawn.get(0));
            throw new WithdrawnClaim();
        }
        return found.get(0);
    }

    private <A, T> Optional<T> lookOn(
            Class<A> activities, String summary, Duration patience, String missing, Function<A, T> look) {
        while (true) {
            state.status(StepStatus.VERIFYING);
            bench.run().change();
            try {
                return Optional.of(look.apply(poll(activities, summary, patience)));
            } catch (ActivityFailure failure) {
                Cancellation.propagate(failure);
                if (!offers().lookOn(missing, failure)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** Records what shows that the step was done. */
    public void evidence(Evidence evidence) {
        state.evidence(evidence);
        bench.journal().step(RunEvent.Type.EVIDENCE, state.id(), evidence.state() + ": " + evidence.what());
        bench.run().change();
    }

    /** Records something that the engine saw: where, what, and the id under which the source keeps it. */
    public void verified(String source, String what, String reference) {
        evidence(new Evidence(Evidence.State.VERIFIED, source, what, now(), Optional.of(reference)));
    }

    /**
     * Makes an effect. It is in the ledger, with what was found, before it is attempted.
     *
     * @param what the key by which the resource is found again
     * @param expected what may be there
     * @param find reads what is there now
     * @param put makes it be as wanted; must find by key before it creates
     * @param undo how it is undone
     */
    public <R> R effect(String what, Expected expected, Supplier<Found> find, Supplier<R> put, Undoable<R> undo) {
        return effects.effect(what, expected, find, put, undo);
    }

    /** The same where the undo does not depend on what was found and created. */
    public <R> R effect(String what, Expected expected, Supplier<Found> find, Supplier<R> put, Undo undo) {
        return effect(what, expected, find, put, (before, made) -> undo);
    }

    /**
     * Makes what is missing of a batch, and leaves what is there as it is.
     *
     * @throws ApplicationFailure if items failed; all others are made before
     */
    public <I> void effects(Batch<I> batch) {
        require(batch, effects.batch(batch));
    }

    /** As {@link #effects(Batch)}, but a person does what the API does not permit. */
    public <I> void effects(Batch<I> batch, ByPerson<I> person) {
        List<Effects.Failed<I>> failed = effects.batch(batch);
        Optional<FailureView> notPermitted = failed.stream()
                .map(Effects.Failed::failure)
                .filter(person.notPermitted())
                .findFirst();
        if (notPermitted.isEmpty()) {
            require(batch, failed);
            return;
        }
        failed.forEach(each -> effects.neverHappened(batch.what().apply(each.item())));
        List<I> left = failed.stream().map(Effects.Failed::item).toList();
        ask(person.task().apply(batch.items(), notPermitted.get()), answer -> check(batch, person));
        verified("API", "Assignments of " + names(batch, batch.items()), person.reference());
        byHand(person.effect().apply(names(batch, left)), person.undo());
    }

    private static <I> Checked<List<I>> check(Batch<I> batch, ByPerson<I> person) {
        List<I> missing = person.missing().apply(batch.items());
        return missing.isEmpty()
                ? Checked.accepted(batch.items(), Map.of())
                : Checked.refused(new Reason("", "NOT_ASSIGNED", person.refusal() + names(batch, missing)));
    }

    private static <I> String names(Batch<I> batch, List<I> items) {
        return items.stream().map(batch.name()).collect(Collectors.joining(", "));
    }

    private static <I> void require(Batch<I> batch, List<Effects.Failed<I>> failed) {
        if (!failed.isEmpty()) {
            throw FailureType.ofItems(
                    failed.stream().map(each -> batch.name().apply(each.item())).toList(),
                    failed.stream().map(Effects.Failed::failure).toList());
        }
    }

    /** Records what a person did instead of the step, so that an undo reports it. */
    public void byHand(String what, Undo undo) {
        effect(what, Expected.anything(), Found::absent, () -> what, undo);
    }

    /** Whether this run made the resource: it was not there before. */
    public boolean made(String what) {
        return effects.made(what);
    }

    Offers offers() {
        return new Offers(this, state, bench.journal(), bench.run());
    }

    /** What follows an answer with corrected input, which is a part of the run's record. */
    Checked<BooleanSupplier> corrected(Answer answer, Checked<Runnable> judged) {
        String input = answer.fields().path(Forms.INPUT).toString();
        Actor author = answer.by().actor();
        return new Checked<>(
                judged.value().map(correction -> () -> correct(author, correction, input)),
                judged.reasons(),
                Map.of(Forms.INPUT, input));
    }

    private boolean correct(Actor author, Runnable correction, String input) {
        boolean carriedOut = bench.planning().correct(this, author, correction);
        if (carriedOut) {
            bench.journal().step(RunEvent.Type.INPUT_CORRECTED, state.id(), author, input);
        }
        return carriedOut;
    }

    /** Does not come to its end: the run ends by it. */
    void stop(String why) {
        state.stop(why);
    }

    /** The workflow's time. */
    public Instant now() {
        return Journal.now();
    }

    /** Keeps a document under this name; it can be downloaded while the run is kept. */
    public void keep(String name, Document document) {
        bench.documents().keep(state.id(), document.named(name));
        bench.run().change();
    }

    /** Sets the outcome of the run. */
    public void outcome(Object outcome) {
        bench.run().outcome(outcome);
    }

    /** A person has withdrawn the claim whose evidence the step was looking for: the step asks again. */
    static final class WithdrawnClaim extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private WithdrawnClaim() {
            super("the claim was withdrawn", null, false, false);
        }
    }
}
