package dev.crossrun.worker;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.failure.FailureView;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Map;
import org.slf4j.MDC;

/** Counts failed attempts of calls, and gives log messages of a call its step. */
final class CallWatch extends WorkerInterceptorBase {
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
                count(FailureType.view(failure));
                throw failure;
            }
        }

        /** Most are tried again. The activity type says the call; its metrics have it already. */
        private void count(FailureView why) {
            metrics()
                    .tagged(Map.of("type", why.type(), "code", why.code().orElse("none")))
                    .counter("crossrun_call_failures")
                    .inc(1);
        }
    }
}
