package dev.crossrun.worker;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.failure.FailureView;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Counts and logs failed attempts of calls, and gives log messages of a call its step. The provider's message, which can name a user, is
 * not logged.
 */
final class CallWatch extends WorkerInterceptorBase {
    private static final Logger LOG = LoggerFactory.getLogger(CallWatch.class);
    private static final String NONE = "none";

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
            // It stays: the SDK logs a failure after this, and the thread's next call has its own.
            RunAttributes.step(input.getHeader().getValues())
                    .ifPresentOrElse(
                            step -> MDC.put(RunAttributes.LOG_STEP, step), () -> MDC.remove(RunAttributes.LOG_STEP));
            try {
                return super.execute(input);
            } catch (RuntimeException failure) {
                FailureView why = FailureType.view(failure);
                count(why);
                log(why, failure);
                throw failure;
            }
        }

        /** Most are tried again. The activity type says the call; its metrics have it already. */
        private void count(FailureView why) {
            metrics()
                    .tagged(Map.of(
                            "system",
                            why.provider().orElse(NONE),
                            "type",
                            why.type(),
                            "code",
                            why.code().orElse(NONE)))
                    .counter("crossrun_call_failures")
                    .inc(1);
        }

        private void log(FailureView why, RuntimeException failure) {
            Optional<FailureType> type = FailureType.of(failure);
            if (failure instanceof ActivityCompletionException cutOff) {
                LOG.info("{} was cut off: {}", call().getActivityType(), cutOff.getMessage());
            } else if (type.isEmpty()) {
                LOG.warn("{} failed unexpectedly", call().getActivityType(), failure);
            } else if (type.get() != FailureType.NOT_READY) {
                LOG.warn(
                        "{} failed: {}, code {} of {}, request {}, attempt {}",
                        call().getActivityType(),
                        why.type(),
                        why.code().orElse(NONE),
                        why.provider().orElse(NONE),
                        why.requestId().orElse("unknown"),
                        call().getAttempt());
            }
        }
    }
}
