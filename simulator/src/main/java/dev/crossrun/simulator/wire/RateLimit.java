package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.world.World;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets in the world's time. Each key has a burst, and a number of calls in each period. In a world without rate limits, all
 * calls are admitted.
 */
public final class RateLimit {
    private final boolean limited;
    private final TimeMeter time;
    private final int calls;
    private final Duration period;
    private final int burst;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    public RateLimit(World world, int calls, Duration period, int burst) {
        this.time = new WorldTime(world.clock());
        this.limited = world.limitsRates();
        this.calls = calls;
        this.period = period;
        this.burst = burst;
    }

    /** Takes a token, if there is one. */
    public boolean admits(String key) {
        return !limited
                || buckets.computeIfAbsent(
                                key,
                                any -> Bucket.builder()
                                        .addLimit(limit -> limit.capacity(burst).refillGreedy(calls, period))
                                        .withCustomTimePrecision(time)
                                        .build())
                        .tryConsume(1);
    }

    private record WorldTime(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
