package dev.crossrun.api.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.Durations;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.Runbook;
import dev.crossrun.temporal.CallDeadline;
import dev.crossrun.temporal.Payloads;
import dev.crossrun.temporal.RefusedPayloadException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.common.SearchAttributes;
import io.temporal.common.converter.DataConverter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs, as a client of Temporal: the only class that starts, asks or updates them. */
public final class RunClient {
    private static final Logger LOG = LoggerFactory.getLogger(RunClient.class);

    /** How long an update or a query may wait for a worker to take it. */
    private static final Duration TAKEN = Duration.ofSeconds(10);

    /** How long a query of a run that Temporal ended may take: there may be no worker that answers. */
    private static final Duration ENDED = Duration.ofSeconds(3);

    /** How long it may take to find out why a run does not answer. */
    private static final Duration EXPLAINED = Duration.ofSeconds(3);

    /** How long the check of an answer may last: its activity is given 20 s for its attempts. */
    private static final Duration CHECKED = Duration.ofSeconds(60);

    private final WorkflowClient client;
    private final RequesterAttribute requester;
    private final Clock clock;

    public RunClient(WorkflowClient client, RequesterAttribute requester, Clock clock) {
        this.client = client;
        this.requester = requester;
        this.clock = clock;
    }

    /**
     * Starts a run.
     *
     * @param idempotency the key, a space and the body's hash
     * @throws io.temporal.client.WorkflowExecutionAlreadyStarted if a run of this name is open
     */
    public RunId start(Runbook<?> runbook, JsonNode input, RunStart start, Optional<String> idempotency) {
        return start(
                runbook.workflowType(),
                runbook.workflowId(start.name()),
                runbook.title() + ": " + start.name(),
                start,
                input,
                memo(RunAttributes.MEMO_IDEMPOTENCY, idempotency));
    }

    /**
     * Starts the run that undoes an ended one.
     *
     * @throws io.temporal.client.WorkflowExecutionAlreadyStarted if one is open
     */
    public RunId startUndo(EndedRun ended, RunStart start) {
        return start(
                EndedRun.UNDO_WORKFLOW,
                ended.undoId(),
                "Undo of " + start.runbook() + ": " + start.name(),
                start,
                ended,
                memo(RunAttributes.MEMO_LAST_UNDO, ended.lastUndo()));
    }

    private static Map<String, Object> memo(String field, Optional<String> value) {
        return value.<Map<String, Object>>map(text -> Map.of(field, text)).orElse(Map.of());
    }

    private RunId start(
            String type, String id, String summary, RunStart start, Object input, Map<String, Object> remembered) {
        Map<String, Object> memo = new HashMap<>(remembered);
        memo.put(RunAttributes.MEMO_SUMMARY, summary(start));
        WorkflowStub workflow = client.newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(RunAttributes.TASK_QUEUE)
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                        .setMemo(memo)
                        .setTypedSearchAttributes(attributes(start))
                        .setStaticSummary(summary)
                        .setStaticDetails("Requested by " + start.requestedBy().name())
                        .build());
        WorkflowExecution execution = workflow.start(start, input);
        return new RunId(execution.getWorkflowId(), Optional.of(execution.getRunId()));
    }

    /** A run as it is before its workflow says anything. */
    RunSummary summary(RunStart start) {
        return new RunSummary(
                start.runbook(),
                start.name(),
                RunStatus.PLANNING,
                start.requestedBy(),
                clock.instant(),
                "Planning",
                start.accounts(),
                List.of(),
                start.undoes());
    }

    private SearchAttributes attributes(RunStart start) {
        SearchAttributes.Builder attributes = SearchAttributes.newBuilder()
                .set(RunAttributes.RUNBOOK, start.runbook())
                .set(RunAttributes.NAME, start.name())
                .set(RunAttributes.STATUS, RunStatus.PLANNING.name())
                .set(
                        RunAttributes.REQUESTER,
                        requester.value(start.requestedBy().name()));
        if (!start.accounts().isEmpty()) {
            attributes.set(
                    RunAttributes.ACCOUNTS,
                    start.accounts().stream().map(AccountId::value).toList());
        }
        return attributes.build();
    }

    /**
     * Asks a run by one of the queries of its contract.
     *
     * @throws ApiException 503 with the reason if the run waits because no worker can do its workflow task
     */
    public <T> T ask(RunId run, Function<Run, T> query) {
        Run stub = client.newWorkflowStub(Run.class, target(run));
        try {
            return CallDeadline.within(TAKEN, () -> query.apply(stub));
        } catch (WorkflowQueryException | WorkflowServiceException unanswered) {
            throw explained(run, unanswered);
        }
    }

    private RuntimeException explained(RunId run, WorkflowException unanswered) {
        if (unanswered.getCause() instanceof StatusRuntimeException failed
                && failed.getStatus().getCode() == Status.Code.UNAVAILABLE) {
            return unanswered;
        }
        return whyFailing(run)
                .or(() -> FailingTask.ofQuery(unanswered))
                .<RuntimeException>map(why -> new ApiException(
                        ProblemCode.RUN_NOT_READY,
                        "The run waits for a worker that can continue it, and goes on by itself. A worker that cannot says: "
                                + why))
                .orElse(unanswered);
    }

    private Optional<String> whyFailing(RunId run) {
        try {
            return CallDeadline.within(EXPLAINED, () -> FailingTask.why(client, run));
        } catch (StatusRuntimeException unknown) {
            return Optional.empty();
        }
    }

    /** Asks a run that has ended; empty if it does not answer. */
    <T> Optional<T> askEnded(RunId run, Function<Run, T> query) {
        Run stub = client.newWorkflowStub(Run.class, target(run));
        try {
            return Optional.of(CallDeadline.within(ENDED, () -> query.apply(stub)));
        } catch (WorkflowServiceException | WorkflowQueryException unanswered) {
            return Optional.empty();
        }
    }

    /** What Temporal knows of a run, without waking it; empty if there is no such run, or none of ours. */
    public Optional<Execution> find(RunId run) {
        return describe(run).flatMap(this::execution);
    }

    Optional<Execution> execution(DescribeWorkflowExecutionResponse described) {
        WorkflowExecutionInfo execution = described.getWorkflowExecutionInfo();
        try {
            return Execution.of(execution, client.getOptions());
        } catch (RefusedPayloadException refused) {
            if (refused.forged()) {
                LOG.warn(
                        "{} does not count as a run: {}",
                        execution.getExecution().getWorkflowId(),
                        refused.getMessage());
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** The history of this very execution, read page by page. */
    Stream<HistoryEvent> history(Execution run) {
        return client.streamHistory(run.workflowId(), run.runId());
    }

    Optional<DescribeWorkflowExecutionResponse> describe(RunId run) {
        try {
            return Optional.of(client.getWorkflowServiceStubs()
                    .blockingStub()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(namespace())
                            .setExecution(WorkflowExecution.newBuilder()
                                    .setWorkflowId(run.workflowId())
                                    .setRunId(run.runId().orElse("")))
                            .build()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sends an update and waits for its result.
     *
     * @param updateId a second update of this id gives the first one's result
     * @throws WorkflowUpdateTimeoutOrCancelledException if no worker took it in time
     * @throws io.temporal.client.WorkflowUpdateException if the run refused it
     */
    <R> R update(RunId run, String name, Optional<String> updateId, Class<R> result, Object argument) {
        UpdateOptions<R> options = UpdateOptions.newBuilder(result)
                .setUpdateName(name)
                .setUpdateId(updateId.orElseGet(() -> UUID.randomUUID().toString()))
                .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                .build();
        WorkflowStub stub = stub(run);
        try {
            return result(CallDeadline.within(TAKEN, () -> stub.startUpdate(options, argument)));
        } catch (WorkflowUpdateTimeoutOrCancelledException untaken) {
            // Temporal may still give it to the run when a worker can continue it.
            throw explained(run, untaken);
        }
    }

    /** The result of an earlier update. */
    <R> R result(RunId run, String updateId, Class<R> type) {
        return result(stub(run).getUpdateHandle(updateId, type));
    }

    private static <R> R result(WorkflowUpdateHandle<R> handle) {
        try {
            return handle.getResultAsync(CHECKED.toSeconds(), TimeUnit.SECONDS)
                    .get(CHECKED.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw ApiException.unavailable("The answer is still being checked; the same request is safe to send again"
                    + " if it had an Idempotency-Key");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The API is shutting down");
        }
    }

    private WorkflowStub stub(RunId run) {
        return client.newUntypedWorkflowStub(target(run));
    }

    private static WorkflowTargetOptions target(RunId run) {
        WorkflowTargetOptions.Builder target =
                WorkflowTargetOptions.newBuilder().setWorkflowId(run.workflowId());
        run.runId().ifPresent(target::setRunId);
        return target.build();
    }

    /** Reads what Temporal has of a run's activities, by their type. */
    Function<String, DataConverter> converters(Execution run) {
        return activity -> Payloads.of(client.getOptions(), run.workflowId(), activity);
    }

    /** How long the namespace keeps a run that has ended; empty if the service does not say, as the in-memory one. */
    Optional<Duration> retention() {
        com.google.protobuf.Duration kept = client.getWorkflowServiceStubs()
                .blockingStub()
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(namespace())
                        .build())
                .getConfig()
                .getWorkflowExecutionRetentionTtl();
        return Optional.of(Duration.ofSeconds(Durations.toSeconds(kept))).filter(time -> !time.isZero());
    }

    String namespace() {
        return client.getOptions().getNamespace();
    }
}
