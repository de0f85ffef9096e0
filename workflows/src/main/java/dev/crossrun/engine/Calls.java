package dev.crossrun.engine;

import dev.crossrun.activity.Summary;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How activities are called. The engine retries, not the SDKs, so that people see attempts. */
final class Calls {
    /** One attempt: an SDK call with its own short retries. */
    private static final Duration ATTEMPT = Duration.ofSeconds(60);

    private Calls() {}

    /** An ordinary call: what heals is retried for ten minutes; then somebody is asked. */
    static ActivityOptions ordinary(String summary) {
        return poll(summary, Duration.ofMinutes(10));
    }

    /**
     * A call that is repeated as long as {@code patience} until it succeeds. This is how it backs off from failures; the worker says
     * when it looks again for what is expected to come.
     */
    static ActivityOptions poll(String summary, Duration patience) {
        return options(summary, patience)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(250))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofSeconds(30))
                        .build())
                .build();
    }

    /** A call that somebody waits for at a form: a few quick tries. */
    static ActivityOptions prompt(String summary) {
        return options(summary, Duration.ofSeconds(20))
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(250))
                        .setMaximumAttempts(4)
                        .build())
                .build();
    }

    /** A call that heartbeats: it may take long, and one that went silent is tried again elsewhere. */
    static ActivityOptions batch(String summary, Duration limit) {
        return options(summary, limit)
                .setStartToCloseTimeout(limit)
                .setHeartbeatTimeout(Duration.ofSeconds(30))
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofSeconds(1))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofSeconds(30))
                        .build())
                .build();
    }

    /** A notification: nobody waits for it. Every minute for a day, so that the end of a run still has a few attempts. */
    static ActivityOptions notification(String summary) {
        return options(summary, Duration.ofDays(1))
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofSeconds(1))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofMinutes(1))
                        .build())
                .build();
    }

    private static ActivityOptions.Builder options(String summary, Duration limit) {
        return ActivityOptions.newBuilder()
                .setSummary(Summary.fitting(summary))
                .setStartToCloseTimeout(ATTEMPT)
                .setScheduleToCloseTimeout(limit)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED);
    }
}
