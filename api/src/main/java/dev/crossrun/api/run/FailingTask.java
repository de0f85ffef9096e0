package dev.crossrun.api.run;

import dev.crossrun.temporal.Payloads;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowQueryRejectedException;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The workflow task of a run that no worker can do, such as that of a run of a newer build: the run waits, and answers neither queries
 * nor updates. Temporal tries the task again; its history has the first failure only.
 */
final class FailingTask {
    /** Few events come to a run that does not go on. */
    private static final int EVENTS = 100;

    /** The message of a replay that failed is followed by pages of the SDK's state. */
    private static final int LONGEST = 500;

    private static final String CAUSE = "Caused by: ";

    private FailingTask() {}

    /** Why the present task of a run fails; empty if none has failed. */
    static Optional<String> why(WorkflowClient client, RunId run) {
        return latest(client, run)
                .map(event -> innermost(Payloads.of(client.getOptions(), run.workflowId())
                        .failureToException(
                                event.getWorkflowTaskFailedEventAttributes().getFailure())));
    }

    private static String innermost(Throwable failure) {
        Throwable each = failure;
        while (each.getCause() != null) {
            each = each.getCause();
        }
        return first(each instanceof ApplicationFailure known ? known.getOriginalMessage() : each.getMessage());
    }

    /** The latest failure after the latest task that was done. */
    private static Optional<HistoryEvent> latest(WorkflowClient client, RunId run) {
        return client
                .getWorkflowServiceStubs()
                .blockingStub()
                .getWorkflowExecutionHistoryReverse(GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(run.workflowId())
                                .setRunId(run.runId().orElse("")))
                        .setMaximumPageSize(EVENTS)
                        .build())
                .getHistory()
                .getEventsList()
                .stream()
                .takeWhile(event -> event.getEventType() != EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
                .findFirst();
    }

    /** Why a worker that took a query could not answer it. The SDK gives its whole stack trace. */
    static Optional<String> ofQuery(WorkflowException unanswered) {
        return unanswered instanceof WorkflowQueryException
                        && !(unanswered instanceof WorkflowQueryRejectedException)
                        && unanswered.getCause() instanceof StatusRuntimeException failed
                ? Optional.of(innermost(String.valueOf(failed.getStatus().getDescription())))
                : Optional.empty();
    }

    private static String innermost(String trace) {
        int cause = trace.lastIndexOf(CAUSE);
        return first(cause < 0 ? trace : trace.substring(cause + CAUSE.length()).replaceFirst("^[\\w.$]+: ", ""));
    }

    /** The first line of a failure's message, not too long. */
    private static String first(@Nullable String message) {
        String line = String.valueOf(message).lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
