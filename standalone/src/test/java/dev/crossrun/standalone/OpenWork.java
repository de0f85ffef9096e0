package dev.crossrun.standalone;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.List;

/** What the open runs of a service do at the moment. */
final class OpenWork {
    private final WorkflowServiceBlockingStub service;
    private final String namespace;

    OpenWork(WorkflowClient temporal) {
        this.service = temporal.getWorkflowServiceStubs().blockingStub();
        this.namespace = temporal.getOptions().getNamespace();
    }

    /** How many attempts of calls and workflow tasks are open. */
    long count() {
        return service
                .listOpenWorkflowExecutions(ListOpenWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getExecutionsList()
                .stream()
                .map(WorkflowExecutionInfo::getExecution)
                .map(this::describe)
                .mapToLong(run -> atWork(run).size() + (isDeciding(run) ? 1 : 0))
                .sum();
    }

    DescribeWorkflowExecutionResponse describe(WorkflowExecution run) {
        return service.describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(run)
                .build());
    }

    /** The calls that do not wait for their next attempt. */
    static List<PendingActivityInfo> atWork(DescribeWorkflowExecutionResponse run) {
        return run.getPendingActivitiesList().stream()
                .filter(call -> !waits(call))
                .toList();
    }

    /** The in-memory service calls a call started, also while it waits for its next attempt. */
    static boolean waits(PendingActivityInfo call) {
        return call.hasLastAttemptCompleteTime()
                && Timestamps.compare(call.getLastAttemptCompleteTime(), call.getLastStartedTime()) >= 0;
    }

    /** Whether a workflow task of this run is open, or has been since it was described. */
    boolean isDeciding(DescribeWorkflowExecutionResponse run) {
        List<HistoryEvent> events = service.getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(run.getWorkflowExecutionInfo().getExecution())
                        .build())
                .getHistory()
                .getEventsList();
        boolean open = false;
        for (HistoryEvent event : events) {
            switch (event.getEventType()) {
                case EVENT_TYPE_WORKFLOW_TASK_SCHEDULED -> open = true;
                case EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
                        EVENT_TYPE_WORKFLOW_TASK_FAILED,
                        EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT -> open = false;
                default -> {}
            }
        }
        return open || events.size() != run.getWorkflowExecutionInfo().getHistoryLength();
    }
}
