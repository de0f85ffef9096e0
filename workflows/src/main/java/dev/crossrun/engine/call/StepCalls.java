package dev.crossrun.engine.call;

import dev.crossrun.activity.CallResult;
import dev.crossrun.run.effect.ProviderCall;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.WorkflowLocal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a run that have been scheduled and not ended, by their activity ids, with the step that made them. A workflow
 * cannot see its calls' retries; a reader of Temporal's descriptions finds here which step they belong to.
 */
public final class StepCalls {
    private static final WorkflowLocal<StepCalls> OF_RUN = WorkflowLocal.withCachedInitial(StepCalls::new);

    private final Map<String, String> steps = new LinkedHashMap<>();

    /** By step: what its calls have changed since somebody asked for it. */
    private final Map<String, List<ProviderCall>> changes = new HashMap<>();

    private StepCalls() {}

    /** Those of the run whose workflow this thread is of. */
    public static StepCalls ofRun() {
        return OF_RUN.get();
    }

    /** The steps of the calls that have been scheduled and not ended, by the activity ids. */
    public Map<String, String> pending() {
        return Map.copyOf(steps);
    }

    /** The calls by which activities of a step have changed something since this was last asked. */
    public List<ProviderCall> takeChanges(String step) {
        return Optional.ofNullable(changes.remove(step)).orElse(List.of());
    }

    /** An activity method that returns nothing has no result that could carry changes. */
    private <R> @Nullable R ended(String step, @Nullable CallResult<R> result) {
        if (result == null) {
            return null;
        }
        if (!result.changes().isEmpty()) {
            changes.computeIfAbsent(step, any -> new ArrayList<>()).addAll(result.changes());
        }
        return result.value();
    }

    /** Notes the calls of all runs on a worker, and what they change; every worker has it. */
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

        @Override
        public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
            return new ChangesInResult(next);
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

        private static <R> ActivityOutput<R> noted(String step, ActivityOutput<CallResult<R>> scheduled) {
            StepCalls calls = StepCalls.ofRun();
            calls.steps.put(scheduled.getActivityId(), step);
            scheduled.getResult().handle((result, failure) -> calls.steps.remove(scheduled.getActivityId()));
            return new ActivityOutput<>(
                    scheduled.getActivityId(), scheduled.getResult().thenApply(result -> calls.ended(step, result)));
        }
    }
}
