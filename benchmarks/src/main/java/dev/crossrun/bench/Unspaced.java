package dev.crossrun.bench;

import dev.crossrun.pace.PaceClock;
import java.time.Duration;

/** Spaces no calls, as if providers had no limits. */
enum Unspaced implements PaceClock {
    CLOCK;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration time) {
        // The call is made at once.
    }
}
