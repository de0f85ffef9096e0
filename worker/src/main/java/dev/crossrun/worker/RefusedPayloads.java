package dev.crossrun.worker;

import dev.crossrun.activity.FailureType;
import dev.crossrun.temporal.RefusedPayloadException;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.converter.RawValue;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;
import io.temporal.workflow.unsafe.WorkflowUnsafe;

/**
 * What becomes of payloads that somebody wrote to Temporal without Crossrun, and of the refusals of a run. The SDK rejects a
 * refused update before it is in history. A workflow that was started with a refused payload fails, and a call with a refused
 * result has failed: otherwise Temporal would repeat the workflow task for ever.
 */
final class RefusedPayloads extends WorkerInterceptorBase {
    private static final String REMEDY = "Find out who can write to Temporal's namespace (docs/security.md).";

    /** Registers a workflow whose start is checked. */
    static <W> void register(Worker worker, Class<W> implementation) {
        @SuppressWarnings("unchecked") // it implements its workflow interface and nothing else
        Class<W> type = (Class<W>) implementation.getInterfaces()[0];
        worker.registerWorkflowImplementationFactory(
                type,
                start -> {
                    requireOurs(start);
                    return instance(implementation);
                },
                WorkflowImplementationOptions.getDefaultInstance());
    }

    /**
     * Only a new workflow fails. One that has got further was accepted once, so the settings of this worker are wrong: it waits
     * until they are right.
     */
    private static void requireOurs(EncodedValues start) {
        if (WorkflowUnsafe.isReplaying()) {
            return;
        }
        if (start.getSize() == 0) {
            throw refusal("it has no input");
        }
        try {
            start.get(0, RawValue.class);
        } catch (RefusedPayloadException refused) {
            if (refused.forged()) {
                throw refusal(String.valueOf(refused.getMessage()));
            }
            throw refused;
        }
    }

    private static ApplicationFailure refusal(String why) {
        return ApplicationFailure.newNonRetryableFailure(
                "The start of this workflow is refused: " + why + " " + REMEDY, "REFUSED_PAYLOAD");
    }

    private static <W> W instance(Class<W> implementation) {
        try {
            return implementation.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(implementation + " needs a public constructor without arguments", e);
        }
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void init(WorkflowOutboundCallsInterceptor outbound) {
                next.init(new Calls(outbound));
            }

            /** The SDK (1.38) loses the message of an ApplicationFailure here if failures are encoded. */
            @Override
            public void validateUpdate(UpdateInput input) {
                try {
                    next.validateUpdate(input);
                } catch (ApplicationFailure refused) {
                    throw new RejectedUpdate(refused.getOriginalMessage(), refused);
                }
            }
        };
    }

    /** Why a run rejects an update: the message of the refusal. */
    private static final class RejectedUpdate extends RuntimeException {
        RejectedUpdate(String message, ApplicationFailure refused) {
            super(message, refused);
        }
    }

    private static final class Calls extends WorkflowOutboundCallsInterceptorBase {
        Calls(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            ActivityOutput<R> scheduled = super.executeActivity(input);
            return new ActivityOutput<>(
                    scheduled.getActivityId(), scheduled.getResult().handle((result, failure) -> {
                        if (failure instanceof RefusedPayloadException refused && refused.forged()) {
                            throw failed(input.getActivityName(), scheduled.getActivityId(), refused);
                        }
                        if (failure != null) {
                            throw failure;
                        }
                        return result;
                    }));
        }

        private static ActivityFailure failed(String type, String id, RefusedPayloadException refused) {
            ApplicationFailure cause = FailureType.INCONSISTENT.failure(
                    "The result of this call in Temporal is refused: " + refused.getMessage(), REMEDY);
            return new ActivityFailure(
                    "Refused result", 0, 0, type, id, RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE, "", cause);
        }
    }
}
