package dev.crossrun.simulator.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Token buckets: a steady rate per second and a burst, for each key. */
final class RateLimit {
    private record Bucket(double tokens, Instant filledAt) {}

    private final Clock clock;
    private final double perSecond;
    private final int burst;
    private final Map<String, Bucket> buckets = new HashMap<>();

    RateLimit(Clock clock, double perSecond, int burst) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /** Takes a token, if there is one. */
    boolean admits(String key) {
        Instant now = clock.instant();
        Bucket bucket = buckets.getOrDefault(key, new Bucket(burst, now));
        double elapsed = Math.max(0, Duration.between(bucket.filledAt(), now).toNanos() / 1e9);
        double tokens = Math.min(burst, bucket.tokens() + elapsed * perSecond);
        boolean admitted = tokens >= 1;
        buckets.put(key, new Bucket(admitted ? tokens - 1 : tokens, now));
        return admitted;
    }
}
