package dev.crossrun.pace;

import java.time.Duration;

/**
 * Makes the paces of one worker. A provider limits an account or a tenant, however many workers call it: each takes its part.
 *
 * @param workers how many workers call the same accounts and tenants
 */
public record Paces(PaceClock clock, int workers) {
    /** Those of a worker that calls alone. */
    public static Paces alone(PaceClock clock) {
        return new Paces(clock, 1);
    }

    /** All workers together make so many calls at once after a pause, at least one each, and one more in each interval. */
    public <K> Pace<K> of(int atOnce, Duration interval) {
        return new Pace<>(clock, Math.max(1, atOnce / workers), interval.multipliedBy(workers));
    }
}
