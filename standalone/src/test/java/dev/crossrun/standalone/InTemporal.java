package dev.crossrun.standalone;

import com.google.protobuf.Message;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything that a namespace's executions have in Temporal, byte by byte: descriptions with memo and attributes, and histories. */
final class InTemporal {
    private final List<String> messages = new ArrayList<>();

    InTemporal(WorkflowClient client) {
        WorkflowServiceBlockingStub frontend = client.getWorkflowServiceStubs().blockingStub();
        String namespace = client.getOptions().getNamespace();
        Stream.concat(
                        frontend
                                .listOpenWorkflowExecutions(ListOpenWorkflowExecutionsRequest.newBuilder()
                                        .setNamespace(namespace)
                                        .build())
                                .getExecutionsList()
                                .stream(),
                        frontend
                                .listClosedWorkflowExecutions(ListClosedWorkflowExecutionsRequest.newBuilder()
                                        .setNamespace(namespace)
                                        .build())
                                .getExecutionsList()
                                .stream())
                .map(WorkflowExecutionInfo::getExecution)
                .forEach(execution -> {
                    add(frontend.describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(namespace)
                            .setExecution(execution)
                            .build()));
                    history(client, execution);
                });
    }

    private void history(WorkflowClient client, WorkflowExecution execution) {
        client.streamHistory(execution.getWorkflowId(), execution.getRunId()).forEach(this::add);
    }

    private void add(Message message) {
        messages.add(new String(message.toByteArray(), StandardCharsets.ISO_8859_1));
    }

    int size() {
        return messages.size();
    }

    /** Those of the texts that somebody can read there. */
    Set<String> readable(Set<String> texts) {
        Set<String> found = new TreeSet<>(texts);
        found.removeIf(text -> {
            String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return messages.stream().noneMatch(message -> message.contains(bytes));
        });
        return found;
    }
}
