package dev.crossrun.standalone;

import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Meta;
import io.temporal.api.update.v1.Request;
import io.temporal.api.update.v1.WaitPolicy;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedByIdRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.TerminateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.UpdateWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody who writes to Temporal's frontend without Crossrun, and has no key. */
final class Forger {
    private static final DataConverter CLEAR = TemporalConnection.clientOptions(
                    WorkflowClientOptions.getDefaultInstance(), PayloadKeys.none())
            .getDataConverter();

    private final WorkflowClient client;
    private final String namespace;

    /** {@code client} reads what Crossrun says; the forger itself uses nothing but its connection. */
    Forger(WorkflowClient client) {
        this.client = client;
        this.namespace = client.getOptions().getNamespace();
    }

    private WorkflowServiceBlockingStub frontend() {
        return client.getWorkflowServiceStubs().blockingStub();
    }

    static Payloads clear(Object... values) {
        return CLEAR.toPayloads(values).orElseThrow();
    }

    /** Sends an update to a run, and gives why it was refused; empty if it was accepted. */
    Optional<String> update(WorkflowExecution run, String name, Payloads arguments) {
        var outcome = frontend()
                .updateWorkflowExecution(UpdateWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowExecution(run)
                        .setWaitPolicy(WaitPolicy.newBuilder()
                                .setLifecycleStage(
                                        UpdateWorkflowExecutionLifecycleStage
                                                .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED))
                        .setRequest(Request.newBuilder()
                                .setMeta(Meta.newBuilder()
                                        .setUpdateId(UUID.randomUUID().toString()))
                                .setInput(Input.newBuilder().setName(name).setArgs(arguments)))
                        .build())
                .getOutcome();
        return outcome.hasFailure() ? Optional.of(read(run, outcome.getFailure())) : Optional.empty();
    }

    private String read(WorkflowExecution run, Failure failure) {
        return String.valueOf(dev.crossrun.temporal.Payloads.of(client.getOptions(), run.getWorkflowId())
                .failureToException(failure)
                .getMessage());
    }

    /** The arguments of the last update of a name that a workflow has accepted, as Temporal has them. */
    Payloads lastUpdate(WorkflowExecution run, String name) {
        return events(run)
                .filter(event -> event.hasWorkflowExecutionUpdateAcceptedEventAttributes())
                .map(event -> event.getWorkflowExecutionUpdateAcceptedEventAttributes()
                        .getAcceptedRequest()
                        .getInput())
                .filter(update -> update.getName().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .getArgs();
    }

    /** With what a workflow was started, as Temporal has it. */
    Payloads input(WorkflowExecution run) {
        return events(run)
                .findFirst()
                .orElseThrow()
                .getWorkflowExecutionStartedEventAttributes()
                .getInput();
    }

    /** The result of the last call of this type that has completed, as Temporal has it. */
    Payloads lastResult(WorkflowExecution run, String type) {
        Set<Long> calls = events(run)
                .filter(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                        .equals(type))
                .map(HistoryEvent::getEventId)
                .collect(Collectors.toSet());
        return events(run)
                .filter(event -> event.hasActivityTaskCompletedEventAttributes())
                .map(HistoryEvent::getActivityTaskCompletedEventAttributes)
                .filter(completed -> calls.contains(completed.getScheduledEventId()))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .getResult();
    }

    /** Ends a workflow at once. */
    void terminate(WorkflowExecution run) {
        frontend()
                .terminateWorkflowExecution(TerminateWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowExecution(run)
                        .build());
    }

    private Stream<HistoryEvent> events(WorkflowExecution run) {
        return client.fetchHistory(run.getWorkflowId(), run.getRunId()).getEvents().stream();
    }

    /** Starts a workflow. */
    WorkflowExecution start(String type, String id, String queue, Payloads input, Map<String, Payload> memo) {
        String run = frontend()
                .startWorkflowExecution(StartWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowId(id)
                        .setWorkflowType(WorkflowType.newBuilder().setName(type))
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                        .setInput(input)
                        .setMemo(Memo.newBuilder().putAllFields(memo))
                        .setRequestId(UUID.randomUUID().toString())
                        .build())
                .getRunId();
        return WorkflowExecution.newBuilder().setWorkflowId(id).setRunId(run).build();
    }

    /** Waits until a call of this type is at work, and gives its result instead of the worker. */
    void complete(WorkflowExecution run, String type, Payloads result) {
        Waiting.until(() -> atWork(run, type).isPresent());
        frontend()
                .respondActivityTaskCompletedById(RespondActivityTaskCompletedByIdRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowId(run.getWorkflowId())
                        .setRunId(run.getRunId())
                        .setActivityId(atWork(run, type).orElseThrow())
                        .setResult(result)
                        .build());
    }

    private Optional<String> atWork(WorkflowExecution run, String type) {
        return frontend()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(namespace)
                        .setExecution(run)
                        .build())
                .getPendingActivitiesList()
                .stream()
                .filter(call -> call.getActivityType().getName().equals(type)
                        && call.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
                .map(call -> call.getActivityId())
                .findFirst();
    }
}
