package dev.crossrun.worker;

import com.uber.m3.tally.Scope;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;

/** One attempt of a call, for an interceptor that must know which. */
abstract class CallInterceptor extends ActivityInboundCallsInterceptorBase {
    @SuppressWarnings("NullAway.Init") // set by init
    private ActivityExecutionContext context;

    CallInterceptor(ActivityInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public void init(ActivityExecutionContext ofAttempt) {
        context = ofAttempt;
        super.init(ofAttempt);
    }

    final ActivityInfo call() {
        return context.getInfo();
    }

    final Scope metrics() {
        return context.getMetricsScope();
    }
}
