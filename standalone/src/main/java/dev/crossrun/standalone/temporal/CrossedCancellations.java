package dev.crossrun.standalone.temporal;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.command.v1.Command;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCanceledRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.Collectors;

/**
 * Keeps the in-memory server from faults of its own (temporal-test-server 1.38).
 *
 * <p>A workflow task that cancels an activity which completed meanwhile is refused with ACTIVITY_UNKNOWN after it counts as done,
 * and its run never gets another. A real service takes such a cancellation as too late. So a workflow task with cancellations is
 * completed only while all it cancels are pending, and no activity completes in that moment; else it is failed, and the next one
 * knows of the completion. It is the same with a timer that fired meanwhile.
 *
 * <p>An attempt that fails after its activity was cancelled ends the activity without a word in the history, unless nothing of it
 * would be retried. A real service ends it with that failure. So such a failure is reported as one that is not retried.
 */
final class CrossedCancellations implements ClientInterceptor {
    private static final Set<String> COMPLETIONS = Set.of(
            WorkflowServiceGrpc.getRespondActivityTaskCompletedMethod().getFullMethodName(),
            WorkflowServiceGrpc.getRespondActivityTaskFailedMethod().getFullMethodName(),
            WorkflowServiceGrpc.getRespondActivityTaskCanceledMethod().getFullMethodName());

    private final ServerTimers timers;
    private final StampedLock lock = new StampedLock();
    private final Map<ByteString, WorkflowExecution> tasks = new ConcurrentHashMap<>();
    private final Map<ByteString, PollActivityTaskQueueResponse> attempts = new ConcurrentHashMap<>();

    CrossedCancellations(ServerTimers timers) {
        this.timers = timers;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel server) {
        ClientCall<Q, R> call = server.newCall(method, options);
        if (COMPLETIONS.contains(method.getFullMethodName())) {
            return new ActivityCompletion<>(call, server);
        }
        if (method.equals(WorkflowServiceGrpc.getPollWorkflowTaskQueueMethod())
                || method.equals(WorkflowServiceGrpc.getPollActivityTaskQueueMethod())) {
            return new Poll<>(call);
        }
        return method.equals(WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod())
                ? new TaskCompletion<>(call, server)
                : call;
    }

    /** Remembers which run a task is of, which its completion does not say. */
    private final class Poll<Q, R> extends SimpleForwardingClientCall<Q, R> {
        Poll(ClientCall<Q, R> call) {
            super(call);
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onMessage(R message) {
                            if (message instanceof PollWorkflowTaskQueueResponse task && !task.hasQuery()) {
                                tasks.put(task.getTaskToken(), task.getWorkflowExecution());
                            }
                            if (message instanceof PollActivityTaskQueueResponse attempt) {
                                attempts.put(attempt.getTaskToken(), attempt);
                            }
                            super.onMessage(message);
                        }
                    },
                    headers);
        }
    }

    /** A call that a workflow task with cancellations waits for. */
    private final class ActivityCompletion<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final WorkflowServiceBlockingStub server;

        ActivityCompletion(ClientCall<Q, R> call, Channel server) {
            super(call);
            this.server = WorkflowServiceGrpc.newBlockingStub(server);
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            super.start(unlocking(listener, lock.readLock()), headers);
        }

        @Override
        @SuppressWarnings("unchecked") // the request is replaced by one of its own type
        public void sendMessage(Q message) {
            PollActivityTaskQueueResponse attempt = attempts.remove(token(message));
            boolean last = message instanceof RespondActivityTaskFailedRequest && attempt != null && cancelled(attempt);
            super.sendMessage(last ? (Q) unretried((RespondActivityTaskFailedRequest) message) : message);
        }

        private boolean cancelled(PollActivityTaskQueueResponse attempt) {
            return pending(server, attempt.getWorkflowExecution()).stream()
                    .anyMatch(activity -> activity.getActivityId().equals(attempt.getActivityId())
                            && activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED);
        }
    }

    private static ByteString token(Object completion) {
        if (completion instanceof RespondActivityTaskFailedRequest failed) {
            return failed.getTaskToken();
        }
        return completion instanceof RespondActivityTaskCompletedRequest completed
                ? completed.getTaskToken()
                : ((RespondActivityTaskCanceledRequest) completion).getTaskToken();
    }

    private static RespondActivityTaskFailedRequest unretried(RespondActivityTaskFailedRequest failed) {
        RespondActivityTaskFailedRequest.Builder request = failed.toBuilder();
        request.getFailureBuilder().getApplicationFailureInfoBuilder().setNonRetryable(true);
        return request.build();
    }

    private final class TaskCompletion<Q, R> extends SimpleForwardingClientCall<Q, R> {
        private final WorkflowServiceBlockingStub server;
        private long stamp;

        TaskCompletion(ClientCall<Q, R> call, Channel server) {
            super(call);
            this.server = WorkflowServiceGrpc.newBlockingStub(server);
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            if (stamp != 0) {
                                lock.unlock(stamp);
                            }
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }

        @Override
        public void sendMessage(Q message) {
            RespondWorkflowTaskCompletedRequest completion = (RespondWorkflowTaskCompletedRequest) message;
            WorkflowExecution run = tasks.remove(completion.getTaskToken());
            List<Long> cancelled = cancelled(completion);
            List<String> stopped = stopped(completion);
            if (run == null || (cancelled.isEmpty() && stopped.isEmpty())) {
                super.sendMessage(message);
                return;
            }
            stamp = lock.writeLock();
            if (timers.pending(run, stopped)
                    && (cancelled.isEmpty() || scheduled(server, run).containsAll(cancelled))) {
                super.sendMessage(message);
            } else {
                server.respondWorkflowTaskFailed(RespondWorkflowTaskFailedRequest.newBuilder()
                        .setNamespace(completion.getNamespace())
                        .setTaskToken(completion.getTaskToken())
                        .setIdentity(completion.getIdentity())
                        .setCause(WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND)
                        .build());
                // The server does not know this task any more, and says so to the worker.
                super.sendMessage(message);
            }
        }
    }

    private <R> ClientCall.Listener<R> unlocking(ClientCall.Listener<R> listener, long stamp) {
        return new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
                lock.unlock(stamp);
                super.onClose(status, trailers);
            }
        };
    }

    private static List<Long> cancelled(RespondWorkflowTaskCompletedRequest completion) {
        return completion.getCommandsList().stream()
                .filter(Command::hasRequestCancelActivityTaskCommandAttributes)
                .map(command ->
                        command.getRequestCancelActivityTaskCommandAttributes().getScheduledEventId())
                .toList();
    }

    /** The timers that a workflow task cancels, except those that it starts. */
    private static List<String> stopped(RespondWorkflowTaskCompletedRequest completion) {
        Set<String> begun = completion.getCommandsList().stream()
                .filter(Command::hasStartTimerCommandAttributes)
                .map(command -> command.getStartTimerCommandAttributes().getTimerId())
                .collect(Collectors.toSet());
        return completion.getCommandsList().stream()
                .filter(Command::hasCancelTimerCommandAttributes)
                .map(command -> command.getCancelTimerCommandAttributes().getTimerId())
                .filter(timer -> !begun.contains(timer))
                .toList();
    }

    /** The events by which the pending activities of a run were scheduled. */
    private static Set<Long> scheduled(WorkflowServiceBlockingStub server, WorkflowExecution run) {
        Set<String> ids = pending(server, run).stream()
                .map(PendingActivityInfo::getActivityId)
                .collect(Collectors.toSet());
        return server
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(run)
                        .build())
                .getHistory()
                .getEventsList()
                .stream()
                .filter(event -> event.hasActivityTaskScheduledEventAttributes()
                        && ids.contains(
                                event.getActivityTaskScheduledEventAttributes().getActivityId()))
                .map(HistoryEvent::getEventId)
                .collect(Collectors.toSet());
    }

    private static List<PendingActivityInfo> pending(WorkflowServiceBlockingStub server, WorkflowExecution run) {
        return server.describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(run)
                        .build())
                .getPendingActivitiesList();
    }
}
