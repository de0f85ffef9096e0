package dev.crossrun.run;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a run waits for people and for evidence, as ISO 8601 durations.
 *
 * @param remind after which an open task is reminded of; one day by default
 * @param escalate after which it is escalated; three days by default
 * @param approvalExpires after which an unanswered approval rejects the run; 14 days by default
 * @param evidence how long evidence is looked for before somebody is asked; 30 minutes by default
 */
public record Patience(
        Optional<Duration> remind,
        Optional<Duration> escalate,
        Optional<Duration> approvalExpires,
        Optional<Duration> evidence) {
    public static Patience standard() {
        return new Patience(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Duration reminding() {
        return remind.orElse(Duration.ofDays(1));
    }

    public Duration escalating() {
        return escalate.orElse(Duration.ofDays(3));
    }

    public Duration expiring() {
        return approvalExpires.orElse(Duration.ofDays(14));
    }

    public Duration looking() {
        return evidence.orElse(Duration.ofMinutes(30));
    }
}
