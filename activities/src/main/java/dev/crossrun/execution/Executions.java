package dev.crossrun.execution;

import dev.crossrun.activity.FailureType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.activity.Activity;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;

/** Asks Temporal about workflow executions, within an activity, with the worker's own client. */
public final class Executions {
    private Executions() {}

    /**
     * Describes an execution (Temporal: DescribeWorkflowExecution).
     *
     * @param runId empty: the latest one of this workflow id
     * @return empty if Temporal has none
     * @throws ApplicationFailure UNAVAILABLE, if Temporal does not answer
     */
    public static Optional<WorkflowExecutionInfo> find(String workflowId, String runId) {
        WorkflowClient client = Activity.getExecutionContext().getWorkflowClient();
        try {
            return Optional.of(client.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .setExecution(WorkflowExecution.newBuilder()
                                    .setWorkflowId(workflowId)
                                    .setRunId(runId))
                            .build())
                    .getWorkflowExecutionInfo());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw unavailable(e);
        }
    }

    /** Whether it runs still. */
    public static boolean isOpen(WorkflowExecutionInfo execution) {
        return execution.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    /** A failed call of Temporal: what heals. */
    public static ApplicationFailure unavailable(StatusRuntimeException e) {
        return FailureType.UNAVAILABLE.failure(
                "Temporal does not answer: " + e.getStatus().getCode());
    }
}
