package dev.crossrun.standalone;

import dev.crossrun.pace.PaceClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Spaces calls by the time of an in-memory Temporal service, and skips the time between them. */
final class SkippedPace implements PaceClock {
    private final ServiceTime time;

    SkippedPace(ServiceTime time) {
        this.time = time;
    }

    @Override
    public long nanoTime() {
        return TimeUnit.MILLISECONDS.toNanos(time.instant().toEpochMilli());
    }

    @Override
    public void sleep(Duration by) {
        time.moveWhileAtWork(by.plusMillis(1), 1);
    }
}
