package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.engine.call.StepCalls;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.effect.Undoable;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.failure.FailureView;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the effects of one step. Each is in the ledger, with what was there, before it is attempted. */
final class Effects {
    /** The most effects of a batch that have an event each. */
    private static final int EACH = 20;

    private final StepState step;
    private final Ledger ledger;
    private final Journal journal;
    private final RunState run;
    private final StepCalls calls = StepCalls.ofRun();

    Effects(StepState step, Ledger ledger, Journal journal, RunState run) {
        this.step = step;
        this.ledger = ledger;
        this.journal = journal;
        this.run = run;
    }

    <R> R effect(String what, Expected expected, Supplier<Found> find, Supplier<R> put, Undoable<R> undo) {
        LedgerEntry entry = ledger.entry(step.id(), what).orElseGet(() -> {
            Found found = expected.sawNothing() ? Found.absent() : find.get();
            expected.require(what, found);
            return intend(what, found, undo.undo(found, Optional.empty()));
        });
        ledger.undo(entry, undo.undo(entry.found(), Optional.empty()));
        calls.takeChanges(step.id()); // what the step has changed before is not of this effect
        R result = put.get();
        ledger.changed(entry, calls.takeChanges(step.id()));
        ledger.undo(entry, undo.undo(entry.found(), Optional.of(result)));
        EffectState settled = settle(entry);
        journal.step(RunEvent.Type.EFFECT, step.id(), settled + ": " + what);
        run.change();
        return result;
    }

    /**
     * Makes what is missing of a batch, and leaves what is there. An item that fails stops no other.
     *
     * @return the items that failed, with why
     */
    <I> List<Failed<I>> batch(Batch<I> batch) {
        List<Failed<I>> failed = new ArrayList<>();
        List<I> items = batch.items();
        for (int from = 0; from < items.size(); from += Batch.AT_ONCE) {
            List<I> portion = items.subList(from, Math.min(from + Batch.AT_ONCE, items.size()));
            make(batch, intend(batch, portion, failed), failed);
            int there = (int) items.stream()
                    .filter(item -> stands(batch.what().apply(item)))
                    .count();
            step.detail(there + " of " + items.size() + " are there");
            run.change();
        }
        tell(batch, failed.size());
        return failed;
    }

    /** Each effect by itself, or all in one sentence where they are many: a run keeps 2,000 events. */
    private <I> void tell(Batch<I> batch, int failed) {
        List<I> items = batch.items();
        if (items.size() > EACH) {
            journal.step(RunEvent.Type.EFFECT, step.id(), items.size() - failed + " of " + items.size() + " are there");
            return;
        }
        items.stream()
                .flatMap(item -> ledger.entry(step.id(), batch.what().apply(item)).stream())
                .filter(entry -> entry.state() != EffectState.INTENDED)
                .forEach(entry -> journal.step(RunEvent.Type.EFFECT, step.id(), entry.state() + ": " + entry.what()));
    }

    /** Looks at the items that the run has not come to, and gives those that are to be made. */
    private <I> List<I> intend(Batch<I> batch, List<I> portion, List<Failed<I>> failed) {
        List<I> fresh = portion.stream()
                .filter(item ->
                        ledger.entry(step.id(), batch.what().apply(item)).isEmpty())
                .toList();
        List<Found> found = fresh.isEmpty() ? List.of() : batch.find().apply(fresh);
        for (int i = 0; i < fresh.size(); i++) {
            I item = fresh.get(i);
            String what = batch.what().apply(item);
            try {
                batch.expected().apply(item).require(what, found.get(i));
                LedgerEntry entry = intend(what, found.get(i), batch.undo().apply(item));
                if (entry.adopted()) {
                    ledger.settle(entry, EffectState.ADOPTED);
                }
            } catch (ApplicationFailure surprise) {
                failed.add(new Failed<>(item, FailureType.view(surprise)));
            }
        }
        return portion.stream()
                .filter(item -> ledger.entry(step.id(), batch.what().apply(item))
                        .filter(entry -> !entry.adopted())
                        .isPresent())
                .toList();
    }

    private <I> void make(Batch<I> batch, List<I> wanted, List<Failed<I>> failed) {
        if (wanted.isEmpty()) {
            return;
        }
        List<ItemResult> results = batch.put().apply(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            I item = wanted.get(i);
            LedgerEntry entry =
                    ledger.entry(step.id(), batch.what().apply(item)).orElseThrow();
            ItemResult result = results.get(i);
            ledger.changed(entry, result.changes());
            switch (result.outcome()) {
                case DONE -> settle(entry);
                case THERE -> {
                    ledger.foundThere(entry);
                    settle(entry);
                }
                case FAILED -> failed.add(new Failed<>(item, result.failure().orElseThrow()));
            }
        }
    }

    /** An effect that was attempted was refused: nothing came of it, and an undo has nothing to do. */
    void neverHappened(String what) {
        ledger.entry(step.id(), what)
                .filter(entry -> entry.state() == EffectState.INTENDED)
                .ifPresent(entry ->
                        ledger.settle(entry, entry.adopted() ? EffectState.ADOPTED : EffectState.NEVER_HAPPENED));
        run.change();
    }

    /** Whether an effect is there, by this run or from before. */
    boolean stands(String what) {
        return ledger.entry(step.id(), what)
                .filter(entry -> entry.state() != EffectState.INTENDED)
                .isPresent();
    }

    /** Whether this run made the resource: it was not there before. */
    boolean made(String what) {
        return ledger.entry(step.id(), what).map(entry -> !entry.adopted()).orElse(false);
    }

    private LedgerEntry intend(String what, Found found, Undo undo) {
        LedgerEntry entry = ledger.intend(step.id(), step.round(), what, found, undo);
        run.change();
        return entry;
    }

    private EffectState settle(LedgerEntry entry) {
        EffectState settled = ledger.current(entry).adopted() ? EffectState.ADOPTED : EffectState.CREATED;
        ledger.settle(entry, settled);
        return settled;
    }

    /** An item of a batch that could not be made. */
    record Failed<I>(I item, FailureView failure) {}
}
