package dev.crossrun.engine.call;

import dev.crossrun.activity.CallResult;
import dev.crossrun.activity.Changes;
import dev.crossrun.run.RunAttributes;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;

/** Where an activity runs: the result of a step's call carries what the call has changed. */
final class ChangesInResult extends ActivityInboundCallsInterceptorBase {
    ChangesInResult(ActivityInboundCallsInterceptor next) {
        super(next);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
        if (RunAttributes.step(input.getHeader().getValues()).isEmpty()) {
            return super.execute(input);
        }
        Changes.take(); // what a failed call on this thread has left
        Object value = super.execute(input).getResult();
        return new ActivityOutput(new CallResult<>(value, Changes.take()));
    }
}
