package dev.crossrun.api.run;

import com.google.protobuf.ByteString;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists by the visibility of a Temporal service (WorkflowService, ListWorkflowExecutions). */
public final class VisibilityDirectory implements RunDirectory {
    private final WorkflowClient client;
    private final RequesterAttribute requester;

    public VisibilityDirectory(WorkflowClient client, RequesterAttribute requester) {
        this.client = client;
        this.requester = requester;
    }

    @Override
    public Page<Execution> list(RunFilter filter, int limit, Optional<String> cursor) {
        ListWorkflowExecutionsResponse page = page(ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setPageSize(limit)
                .setQuery(query(filter, requester))
                .setNextPageToken(cursor.map(VisibilityDirectory::token).orElse(ByteString.EMPTY))
                .build());
        List<Execution> runs = page.getExecutionsList().stream()
                .flatMap(row -> Execution.listed(row, client.getOptions()))
                .filter(filter::matches)
                .toList();
        return new Page<>(runs, next(page.getNextPageToken()));
    }

    private ListWorkflowExecutionsResponse page(ListWorkflowExecutionsRequest request) {
        try {
            return client.getWorkflowServiceStubs().blockingStub().listWorkflowExecutions(request);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
                throw e;
            }
            throw request.getNextPageToken().isEmpty()
                    ? ApiException.malformed("Temporal does not accept these filters: "
                            + e.getStatus().getDescription())
                    : ApiException.noSuchPage();
        }
    }

    private static ByteString token(String cursor) {
        try {
            return ByteString.copyFrom(Base64.getUrlDecoder().decode(cursor));
        } catch (IllegalArgumentException e) {
            throw ApiException.noSuchPage();
        }
    }

    private static Optional<String> next(ByteString token) {
        return token.isEmpty()
                ? Optional.empty()
                : Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray()));
    }

    /** A list filter of Temporal; that a run was ended from outside no attribute tells, so statuses are matched again. */
    static String query(RunFilter filter, RequesterAttribute requester) {
        List<String> terms = new ArrayList<>();
        terms.add(RunAttributes.RUNBOOK.getName()
                + filter.runbook().map(VisibilityDirectory::is).orElse(" IS NOT NULL"));
        filter.account().ifPresent(account -> terms.add(term(RunAttributes.ACCOUNTS, account.value())));
        filter.requestedBy().ifPresent(name -> terms.add(requester.term(name)));
        filter.name().ifPresent(name -> terms.add(RunAttributes.NAME.getName() + " STARTS_WITH " + quoted(name)));
        if (!filter.statuses().isEmpty()) {
            terms.add(statuses(filter));
        }
        if (filter.waiting()) {
            terms.add(RunAttributes.WAITING_FOR.getName() + " IS NOT NULL");
            terms.add("ExecutionStatus = 'Running'");
        }
        filter.closedSince().ifPresent(time -> terms.add("CloseTime >= '" + time + "'"));
        if (!filter.scopes().isEmpty()) {
            terms.add(filter.scopes().stream()
                    .map(VisibilityDirectory::term)
                    .collect(Collectors.joining(" OR ", "(", ")")));
        }
        return String.join(" AND ", terms);
    }

    /** Those that touch an account of the scope; whether they touch others, too, is matched again. */
    private static String term(Scope scope) {
        return Stream.concat(
                        scope.runbooks().stream().map(names -> in(RunAttributes.RUNBOOK, names.stream())),
                        scope.accounts().stream().map(ids -> in(RunAttributes.ACCOUNTS, ids.stream())))
                .collect(Collectors.joining(" AND ", "(", ")"));
    }

    static String in(SearchAttributeKey<?> key, Stream<String> values) {
        return key.getName()
                + values.map(VisibilityDirectory::quoted).sorted().collect(Collectors.joining(", ", " IN (", ")"));
    }

    private static String statuses(RunFilter filter) {
        String attribute = in(RunAttributes.STATUS, filter.statuses().stream().map(RunStatus::name));
        boolean outside = filter.statuses().contains(RunStatus.ABORTED)
                || filter.statuses().contains(RunStatus.FAILED);
        return outside
                ? "(" + attribute + " OR ExecutionStatus IN ('Canceled', 'Terminated', 'Failed', 'TimedOut'))"
                : attribute;
    }

    private static String term(SearchAttributeKey<?> key, String value) {
        return key.getName() + is(value);
    }

    private static String is(String value) {
        return " = " + quoted(value);
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
