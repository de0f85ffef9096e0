package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Spaces calls to one account and Region, so that a worker does not throttle itself. */
final class Pace {
    private final long interval;
    private final Map<Place, Long> next = new HashMap<>();

    Pace(Duration interval) {
        this.interval = interval.toNanos();
    }

    /** Returns when the next call may be made. */
    void await(Place place) {
        try {
            TimeUnit.NANOSECONDS.sleep(reserve(place, System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureType.UNAVAILABLE.failure("the worker stops");
        }
    }

    private synchronized long reserve(Place place, long now) {
        long turn = Math.max(now, next.getOrDefault(place, now));
        next.put(place, turn + interval);
        return turn - now;
    }
}
