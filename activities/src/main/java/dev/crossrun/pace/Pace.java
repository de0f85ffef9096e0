package dev.crossrun.pace;

import dev.crossrun.activity.FailureType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spaces calls that a provider limits, so that a worker does not throttle itself.
 *
 * @param <K> what has a limit of its own, such as an account's Region or a tenant
 */
public final class Pace<K> {
    private final PaceClock clock;
    private final int atOnce;
    private final Duration interval;
    private final Map<K, Bucket> buckets = new ConcurrentHashMap<>();

    /** So many calls at once after a pause, and one more whenever the interval has passed. */
    public Pace(PaceClock clock, int atOnce, Duration interval) {
        this.clock = clock;
        this.atOnce = atOnce;
        this.interval = interval;
    }

    /** Returns when the next call may be made. */
    public void await(K key) {
        long early = buckets.computeIfAbsent(key, any -> bucket()).consumeIgnoringRateLimits(1);
        try {
            if (early > 0) {
                clock.sleep(Duration.ofNanos(early));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureType.UNAVAILABLE.failure("the worker stops");
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(atOnce).refillGreedy(1, interval))
                .withCustomTimePrecision(new Time(clock))
                .build();
    }

    private record Time(PaceClock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.nanoTime();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
