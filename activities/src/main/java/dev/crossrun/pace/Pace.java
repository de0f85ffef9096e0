package dev.crossrun.pace;

import dev.crossrun.activity.FailureType;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spaces calls that a provider limits, so that a worker does not throttle itself.
 *
 * @param <K> what has a limit of its own, such as an account's Region or a tenant
 */
public final class Pace<K> {
    private final int atOnce;
    private final Duration interval;
    private final Map<K, Bucket> buckets = new ConcurrentHashMap<>();

    /** So many calls at once after a pause, and one more whenever the interval has passed. */
    public Pace(int atOnce, Duration interval) {
        this.atOnce = atOnce;
        this.interval = interval;
    }

    /** Returns when the next call may be made. */
    public void await(K key) {
        try {
            buckets.computeIfAbsent(key, any -> bucket()).asBlocking().consume(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureType.UNAVAILABLE.failure("the worker stops");
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(atOnce).refillGreedy(1, interval))
                .withNanosecondPrecision()
                .build();
    }
}
