package dev.crossrun.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The time by which calls are spaced. A test has its own, so that it does not wait. */
public interface PaceClock {
    /** The system's time. */
    PaceClock SYSTEM = new PaceClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    };

    /** Nanoseconds since some moment that stays the same. */
    long nanoTime();

    void sleep(Duration time) throws InterruptedException;
}
