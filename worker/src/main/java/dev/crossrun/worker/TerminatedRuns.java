package dev.crossrun.worker;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.ReflectableMarshaller;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionTimedOutEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;

/**
 * Lets a worker answer queries of terminated runs: their records and their undo need what the run says. To answer, the SDK replays the
 * run's history. SDK 1.38 ignores an event at its end that says that the run has timed out, but fails on one that says that the run was
 * terminated (temporalio/sdk-java issue 1457). Workflow code sees neither of them. So the worker gets the first in place of the
 * second. The history in Temporal stays as it is.
 */
final class TerminatedRuns implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        ClientCall<Q, R> call = next.newCall(method, options);
        return method.getResponseMarshaller() instanceof ReflectableMarshaller<R> type && hasHistory(type)
                ? new Replayable<>(call, type.getMessageClass())
                : call;
    }

    private static boolean hasHistory(ReflectableMarshaller<?> type) {
        return type.getMessageClass() == PollWorkflowTaskQueueResponse.class
                || type.getMessageClass() == GetWorkflowExecutionHistoryResponse.class;
    }

    private static final class Replayable<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final Class<R> type;

        Replayable(ClientCall<Q, R> call, Class<R> type) {
            super(call);
            this.type = type;
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onMessage(R message) {
                            super.onMessage(type.cast(replayable(message)));
                        }
                    },
                    headers);
        }
    }

    private static Object replayable(Object message) {
        if (message instanceof PollWorkflowTaskQueueResponse task && isTerminated(task.getHistory())) {
            return task.toBuilder().setHistory(timedOut(task.getHistory())).build();
        }
        if (message instanceof GetWorkflowExecutionHistoryResponse page && isTerminated(page.getHistory())) {
            return page.toBuilder().setHistory(timedOut(page.getHistory())).build();
        }
        return message;
    }

    /** A termination is the last event of a history. */
    private static boolean isTerminated(History history) {
        return history.getEventsCount() > 0
                && last(history).getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED;
    }

    private static HistoryEvent last(History history) {
        return history.getEvents(history.getEventsCount() - 1);
    }

    private static History timedOut(History history) {
        return history.toBuilder()
                .setEvents(
                        history.getEventsCount() - 1,
                        last(history).toBuilder()
                                .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT)
                                .setWorkflowExecutionTimedOutEventAttributes(
                                        WorkflowExecutionTimedOutEventAttributes.getDefaultInstance()))
                .build();
    }
}
