package dev.crossrun.engine;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.WorkflowLocal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The calls of a run that have been scheduled and not ended, by their activity ids, with the step that made them. A workflow
 * cannot see its calls' retries; a reader of Temporal's descriptions finds here which step they belong to.
 */
public final class StepCalls {
    private static final WorkflowLocal<StepCalls> OF_RUN = WorkflowLocal.withCachedInitial(StepCalls::new);

    private final Map<String, String> steps = new LinkedHashMap<>();

    private StepCalls() {}

    static StepCalls ofRun() {
        return OF_RUN.get();
    }

    Map<String, String> pending() {
        return Map.copyOf(steps);
    }

    /** Notes the calls of all runs on a worker; every worker that runs workflows has it. */
    public static final class Interceptor extends WorkerInterceptorBase {
        @Override
        public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
            return new WorkflowInboundCallsInterceptorBase(next) {
                @Override
                public void init(WorkflowOutboundCallsInterceptor outbound) {
                    next.init(new Outbound(outbound));
                }
            };
        }
    }

    private static final class Outbound extends WorkflowOutboundCallsInterceptorBase {
        Outbound(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            return StepOfCall.of(input.getOptions())
                    .map(step -> noted(step, super.executeActivity(StepOfCall.inHeader(input, step))))
                    .orElseGet(() -> super.executeActivity(input));
        }

        private static <R> ActivityOutput<R> noted(String step, ActivityOutput<R> scheduled) {
            Map<String, String> steps = StepCalls.ofRun().steps;
            steps.put(scheduled.getActivityId(), step);
            scheduled.getResult().handle((result, failure) -> steps.remove(scheduled.getActivityId()));
            return scheduled;
        }
    }
}
