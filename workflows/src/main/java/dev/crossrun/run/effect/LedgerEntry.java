package dev.crossrun.run.effect;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An effect of a run, in the order in which effects were intended.
 *
 * @param what the key by which the resource is found again: an ARN, or an id and a principal; for what a person does, the
 *     step's title
 * @param byPerson whether a person makes the change in a console: CREATED then means that somebody says so
 * @param found what was there just before the first attempt
 * @param undo how it is undone, as the latest attempt says
 * @param changes the calls by which it was made, changed or removed, in this order, of the attempts that succeeded
 */
public record LedgerEntry(
        int number,
        String step,
        int round,
        String what,
        boolean byPerson,
        EffectState state,
        Found found,
        Instant intendedAt,
        Optional<Instant> settledAt,
        Undo undo,
        List<ProviderCall> changes) {
    public LedgerEntry {
        changes = List.copyOf(changes);
    }

    /** An effect that is about to be attempted. */
    public static LedgerEntry intended(
            int number, String step, int round, String what, boolean byPerson, Found found, Instant at, Undo undo) {
        return new LedgerEntry(
                number,
                step,
                round,
                what,
                byPerson,
                EffectState.INTENDED,
                found,
                at,
                Optional.empty(),
                undo,
                List.of());
    }

    /** Whether the resource was there before this run: an undo never touches it. */
    public boolean adopted() {
        return found.exists();
    }

    /** Whether an undo has something to do: this run made it, or may have. */
    public boolean undoable() {
        return !adopted() && !byPerson && (state == EffectState.CREATED || state == EffectState.INTENDED);
    }

    /** Whether a person says to have made the change. */
    public boolean claimed() {
        return byPerson && state == EffectState.CREATED;
    }

    /** The same effect, of a resource that someone else had made by then. */
    public LedgerEntry foundThere() {
        return new LedgerEntry(
                number,
                step,
                round,
                what,
                byPerson,
                state,
                Found.unmarked(Map.of()),
                intendedAt,
                settledAt,
                undo,
                changes);
    }

    public LedgerEntry settled(EffectState next, Instant at) {
        return new LedgerEntry(
                number, step, round, what, byPerson, next, found, intendedAt, Optional.of(at), undo, changes);
    }

    /** The same effect, for which these calls were made, too. */
    public LedgerEntry changedBy(List<ProviderCall> calls) {
        List<ProviderCall> all = Stream.concat(changes.stream(), calls.stream()).toList();
        return new LedgerEntry(number, step, round, what, byPerson, state, found, intendedAt, settledAt, undo, all);
    }

    public LedgerEntry undoneBy(Undo next) {
        return new LedgerEntry(number, step, round, what, byPerson, state, found, intendedAt, settledAt, next, changes);
    }

    /** The same effect for another undo: what an earlier one has kept is looked at again. */
    public LedgerEntry looksAgain() {
        return state == EffectState.KEPT
                ? new LedgerEntry(
                        number,
                        step,
                        round,
                        what,
                        byPerson,
                        EffectState.CREATED,
                        found,
                        intendedAt,
                        settledAt,
                        undo,
                        changes)
                : this;
    }
}
