package dev.crossrun.run.effect;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An effect of a run, in the order in which effects were intended.
 *
 * @param what the key by which the thing is found again: an ARN, or an id and a principal
 * @param found what was there just before the first attempt
 */
public record LedgerEntry(
        int number,
        String step,
        int round,
        String what,
        EffectState state,
        Found found,
        Instant intendedAt,
        Optional<Instant> settledAt) {
    /** Whether the thing was there before this run: an undo never touches it. */
    public boolean adopted() {
        return found.exists();
    }

    /** The same effect, of a thing that somebody else had made by then. */
    public LedgerEntry foundThere() {
        return new LedgerEntry(number, step, round, what, state, Found.unmarked(Map.of()), intendedAt, settledAt);
    }

    public LedgerEntry settled(EffectState next, Instant at) {
        return new LedgerEntry(number, step, round, what, next, found, intendedAt, Optional.of(at));
    }
}
