package dev.crossrun.worker;

import dev.crossrun.activity.FailureType;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * When a call is made again, if the provider did not say it: after a part of the time that it has waited by then. What is expected
 * to come is seen late by at most a tenth of its time, or half a second, and what takes long costs few looks. A failure backs off
 * faster. Temporal's backoff counts attempts: one failure after many looks would pause for its maximum.
 */
final class RetryPauses extends WorkerInterceptorBase {
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(30);

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Inbound(next);
    }

    private static final class Inbound extends CallInterceptor {
        Inbound(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            try {
                return super.execute(input);
            } catch (ApplicationFailure failure) {
                if (!failure.isNonRetryable() && failure.getNextRetryDelay() == null && !isLimited()) {
                    failure.setNextRetryDelay(pause(failure.getType(), waited()));
                }
                throw failure;
            }
        }

        /** To a few attempts, since somebody waits for it at a form. */
        private boolean isLimited() {
            return call().getRetryOptions().getMaximumAttempts() > 0;
        }

        /** From the first attempt to this one, by Temporal's clock. */
        private Duration waited() {
            return Duration.ofMillis(call().getCurrentAttemptScheduledTimestamp() - call().getScheduledTimestamp());
        }
    }

    static Duration pause(String failureType, Duration waited) {
        Duration part = waited.dividedBy(failureType.equals(FailureType.NOT_READY.name()) ? 10 : 2);
        if (part.compareTo(LEAST) < 0) {
            return LEAST;
        }
        return part.compareTo(MOST) > 0 ? MOST : part;
    }
}
