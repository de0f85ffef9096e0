package dev.crossrun.engine;

import dev.crossrun.run.RunEvent;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.TaskKind;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a runbook's step can do while it runs. */
public final class Step {
    private final RunEngine engine;
    private final StepState state;

    Step(RunEngine engine, StepState state) {
        this.engine = engine;
        this.state = state;
    }

    public int round() {
        return state.round();
    }

    /** Says in one sentence what the step did or does. */
    public void detail(String sentence) {
        state.detail(sentence);
        engine.changed();
    }

    /** An ordinary call of an activity; {@code summary} says what for. */
    public <A> A call(Class<A> activities, String summary) {
        return Workflow.newActivityStub(activities, Calls.ordinary(summary));
    }

    /** A call that a person at a form waits for. */
    public <A> A promptCall(Class<A> activities, String summary) {
        return Workflow.newActivityStub(activities, Calls.prompt(summary));
    }

    /** A look that is repeated until it finds; the step is stuck if that takes longer than {@code patience}. */
    public <A> A poll(Class<A> activities, String summary, Duration patience) {
        return Workflow.newActivityStub(activities, Calls.poll(summary, patience));
    }

    /** A call of many small parts that tells how far it is and goes on from there; it may take up to {@code limit}. */
    public <A> A batch(Class<A> activities, String summary, Duration limit) {
        return Workflow.newActivityStub(activities, Calls.batch(summary, limit));
    }

    /**
     * Wants something from a person and waits until an answer is accepted.
     *
     * @return what the check made of that answer
     */
    public <T> T ask(TaskSpec spec, AnswerCheck<T> check) {
        return ask(TaskKind.HUMAN_STEP, spec, check).orElseThrow(() -> new IllegalStateException("expired"));
    }

    /** As {@link #ask(TaskSpec, AnswerCheck)} for a task of another kind; empty if it expired. */
    @SuppressWarnings("unchecked") // an accepted value is what this very check returned
    <T> Optional<T> ask(TaskKind kind, TaskSpec spec, AnswerCheck<T> check) {
        TaskRecord task =
                engine.tasks().open(state.id(), kind, spec, kind == TaskKind.HUMAN_STEP ? claiming(check) : check);
        StepStatus before = state.status();
        state.status(kind == TaskKind.DECISION ? StepStatus.STUCK : StepStatus.WAITING);
        engine.changed();
        boolean answered = engine.tasks().await(task);
        state.status(before);
        engine.changed();
        return answered ? task.accepted().map(value -> (T) value) : Optional.empty();
    }

    /** Even a refused answer says that the person has worked in the console. */
    private <T> AnswerCheck<T> claiming(AnswerCheck<T> check) {
        return answer -> {
            state.claim();
            return check.check(answer);
        };
    }

    /**
     * Looks for evidence patiently. When patience ends, or when it cannot be looked for, somebody decides: look on, or go on
     * with what a person claims.
     *
     * @param patience how long one look lasts
     * @param missing what was not seen, as a sentence
     * @param look calls a poll; gives what it found
     * @return what was found; empty if somebody decided to go on without
     */
    public <A, T> Optional<T> verify(
            Class<A> activities, String summary, Duration patience, String missing, Function<A, T> look) {
        while (true) {
            state.status(StepStatus.VERIFYING);
            engine.changed();
            try {
                return Optional.of(look.apply(Workflow.newActivityStub(activities, Calls.poll(summary, patience))));
            } catch (ActivityFailure failure) {
                Cancellation.propagate(failure);
                if (!decisions().lookOn(missing, failure)) {
                    return Optional.empty();
                }
            }
        }
    }

    /** Records what shows that the step was done. */
    public void evidence(Evidence evidence) {
        state.evidence(evidence);
        engine.journal().step(RunEvent.Type.EVIDENCE, state.id(), evidence.state() + ": " + evidence.what());
        engine.changed();
    }

    /**
     * Brings about an effect. It is in the ledger, with what was there, before it is attempted.
     *
     * @param what the key by which the thing is found again
     * @param expected what may be there
     * @param find reads what is there now
     * @param put makes it be as wanted; must find by key before it creates
     * @param undo takes it back
     */
    public <R> R effect(String what, Expected expected, Supplier<Found> find, Supplier<R> put, Undo undo) {
        Optional<LedgerEntry> earlier = engine.ledger().entry(state.id(), what);
        LedgerEntry entry = earlier.orElseGet(() -> intend(what, expected, find.get()));
        engine.ledger().undo(entry, undo);
        R result = put.get();
        EffectState settled = settle(entry);
        engine.journal().step(RunEvent.Type.EFFECT, state.id(), settled + ": " + what);
        engine.changed();
        return result;
    }

    /**
     * Brings about many effects of one kind by one call. Each has its entry in the ledger before; what was there already
     * is left as it is.
     *
     * @param things what there is of each key, in their order
     * @param expected what may be there of each key
     * @param put gives the keys of those that somebody else has made since
     * @param undo takes those back that this run made
     */
    public void effects(
            Map<String, Found> things, Function<String, Expected> expected, Supplier<List<String>> put, Undo undo) {
        things.forEach((what, found) -> {
            if (engine.ledger().entry(state.id(), what).isEmpty()) {
                expected.apply(what).require(what, found);
            }
        });
        List<LedgerEntry> entries = new ArrayList<>();
        things.forEach((what, found) -> entries.add(
                engine.ledger().entry(state.id(), what).orElseGet(() -> intend(what, Expected.anything(), found))));
        entries.forEach(entry -> engine.ledger().undo(entry, undo));
        List<String> others = put.get();
        entries.forEach(
                entry -> settle(others.contains(entry.what()) ? engine.ledger().foundThere(entry) : entry));
        engine.journal().step(RunEvent.Type.EFFECT, state.id(), things.size() + " things are there");
        engine.changed();
    }

    /** Says of an effect that was attempted that it was refused: nothing came of it, and an undo takes nothing back. */
    public void neverHappened(String what) {
        engine.ledger()
                .entry(state.id(), what)
                .filter(entry -> entry.state() == EffectState.INTENDED)
                .ifPresent(entry -> engine.ledger()
                        .settle(entry, entry.adopted() ? EffectState.ADOPTED : EffectState.NEVER_HAPPENED));
        engine.changed();
    }

    /** Records what a person did in the step's stead, so that an undo tells of it. */
    public void byHand(String what, Undo undo) {
        effect(what, Expected.anything(), Found::absent, () -> what, undo);
    }

    /** In an undo: keeps a thing in which effects of these steps are that stay, since they would go with it. */
    public Optional<Removal> keptFor(Collection<String> steps) {
        String staying = steps.stream()
                .flatMap(step -> engine.undoing().staying(step).stream())
                .collect(Collectors.joining(", "));
        return staying.isEmpty() ? Optional.empty() : Optional.of(Removal.kept("What stays is in it: " + staying));
    }

    /** Whether an effect is there, by this run or from before. */
    public boolean stands(String what) {
        return engine.ledger().entry(state.id(), what).isPresent();
    }

    private EffectState settle(LedgerEntry entry) {
        EffectState settled = entry.adopted() ? EffectState.ADOPTED : EffectState.CREATED;
        engine.ledger().settle(entry, settled);
        return settled;
    }

    private LedgerEntry intend(String what, Expected expected, Found found) {
        expected.require(what, found);
        LedgerEntry entry = engine.ledger().intend(state.id(), state.round(), what, found);
        engine.changed();
        return entry;
    }

    /** Whether this run made the thing: it was not there before. */
    public boolean made(String what) {
        return engine.ledger()
                .entry(state.id(), what)
                .map(entry -> !entry.adopted())
                .orElse(false);
    }

    Decisions decisions() {
        return new Decisions(engine, this, state);
    }

    /** Records something that the engine saw: where, what, and the id under which the source keeps it. */
    public void verified(String source, String what, String reference) {
        evidence(new Evidence(Evidence.State.VERIFIED, source, what, now(), Optional.of(reference)));
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
        engine.keep(state.id(), document.named(name));
    }

    /** Tells what the run reached. */
    public void outcome(Object outcome) {
        engine.outcome(outcome);
    }
}
