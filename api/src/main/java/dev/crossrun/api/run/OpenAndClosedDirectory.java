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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Lists by what the in-memory server offered: all open and all closed executions. Its rows have no memo, so each execution is
 * described once, and again when its history has grown. A cursor is the id of the last run given.
 */
public final class OpenAndClosedDirectory implements RunDirectory {
    private static final Comparator<Execution> NEWEST_FIRST = Comparator.comparing(Execution::startedAt)
            .thenComparing(Execution::id)
            .reversed();

    private final WorkflowClient client;
    private final Map<WorkflowExecution, Described> known = new ConcurrentHashMap<>();

    public OpenAndClosedDirectory(WorkflowClient client) {
        this.client = client;
    }

    @Override
    public Page<Execution> list(RunFilter filter, int limit, Optional<String> cursor) {
        List<Execution> runs = all().stream()
                .flatMap(row -> run(row).stream())
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

    private List<WorkflowExecutionInfo> all() {
        String namespace = client.getOptions().getNamespace();
        WorkflowServiceBlockingStub service = client.getWorkflowServiceStubs().blockingStub();
        List<WorkflowExecutionInfo> found = new ArrayList<>();
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

    private static void allPages(List<WorkflowExecutionInfo> found, Function<ByteString, Rows> list) {
        ByteString token = ByteString.EMPTY;
        do {
            Rows page = list.apply(token);
            found.addAll(page.rows());
            token = page.next();
        } while (!token.isEmpty());
    }

    /** A page; {@code next} is empty on the last one. */
    private record Rows(List<WorkflowExecutionInfo> rows, ByteString next) {}

    /**
     * An execution as it was described when its history had {@code events} events: nothing of it changes without another.
     *
     * @param run empty if it is no run of ours
     */
    private record Described(long events, Optional<Execution> run) {}

    private Optional<Execution> run(WorkflowExecutionInfo row) {
        return known.compute(
                        row.getExecution(),
                        (execution, before) -> before != null && before.events() == row.getHistoryLength()
                                ? before
                                : new Described(row.getHistoryLength(), describe(execution)))
                .run();
    }

    private Optional<Execution> describe(WorkflowExecution execution) {
        return Execution.listed(
                        client.getWorkflowServiceStubs()
                                .blockingStub()
                                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                                        .setNamespace(client.getOptions().getNamespace())
                                        .setExecution(execution)
                                        .build())
                                .getWorkflowExecutionInfo(),
                        client.getOptions())
                .findFirst();
    }
}
