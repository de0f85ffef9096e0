package dev.crossrun.api.run;

import com.google.protobuf.ByteString;
import dev.crossrun.api.problem.ApiException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lists by what the in-memory server offered: all open and all closed executions, each then described, since its rows have
 * no memo. A cursor is the id of the last run given.
 */
public final class OpenAndClosedDirectory implements RunDirectory {
    private static final Comparator<Execution> NEWEST_FIRST = Comparator.comparing(Execution::startedAt)
            .thenComparing(Execution::id)
            .reversed();

    private final WorkflowClient client;

    public OpenAndClosedDirectory(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public Page<Execution> list(RunFilter filter, int limit, Optional<String> cursor) {
        List<Execution> runs = all().stream()
                .flatMap(this::describe)
                .filter(filter::matches)
                .sorted(NEWEST_FIRST)
                .toList();
        int from = cursor.map(last -> after(runs, last)).orElse(0);
        int to = Math.min(runs.size(), from + limit);
        return new Page<>(
                runs.subList(from, to),
                to < runs.size() ? Optional.of(runs.get(to - 1).id()) : Optional.empty());
    }

    private static int after(List<Execution> runs, String last) {
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).id().equals(last)) {
                return i + 1;
            }
        }
        throw ApiException.noSuchPage();
    }

    private List<WorkflowExecution> all() {
        String namespace = client.getOptions().getNamespace();
        WorkflowServiceBlockingStub service = client.getWorkflowServiceStubs().blockingStub();
        List<WorkflowExecution> found = new ArrayList<>();
        allPages(found, token -> {
            var page = service.listOpenWorkflowExecutions(ListOpenWorkflowExecutionsRequest.newBuilder()
                    .setNamespace(namespace)
                    .setNextPageToken(token)
                    .build());
            return new Rows(page.getExecutionsList(), page.getNextPageToken());
        });
        allPages(found, token -> {
            var page = service.listClosedWorkflowExecutions(ListClosedWorkflowExecutionsRequest.newBuilder()
                    .setNamespace(namespace)
                    .setNextPageToken(token)
                    .build());
            return new Rows(page.getExecutionsList(), page.getNextPageToken());
        });
        return found;
    }

    private static void allPages(List<WorkflowExecution> found, Function<ByteString, Rows> list) {
        ByteString token = ByteString.EMPTY;
        do {
            Rows page = list.apply(token);
            page.rows().stream().map(WorkflowExecutionInfo::getExecution).forEach(found::add);
            token = page.next();
        } while (!token.isEmpty());
    }

    /** A page; {@code next} is empty on the last one. */
    private record Rows(List<WorkflowExecutionInfo> rows, ByteString next) {}

    private Stream<Execution> describe(WorkflowExecution execution) {
        return Execution.listed(
                client.getWorkflowServiceStubs()
                        .blockingStub()
                        .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                                .setNamespace(client.getOptions().getNamespace())
                                .setExecution(execution)
                                .build())
                        .getWorkflowExecutionInfo(),
                client.getOptions());
    }
}
