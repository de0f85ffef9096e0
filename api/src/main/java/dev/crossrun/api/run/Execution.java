package dev.crossrun.api.run;

import com.google.protobuf.Timestamp;
import dev.crossrun.run.Problem;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.temporal.Payloads;
import dev.crossrun.temporal.RefusedPayloadException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as Temporal lists it, without waking its workflow.
 *
 * @param runId its execution run id; a run that an operator reset in Temporal goes on under another one
 * @param idempotency the key it was started with, a space and the SHA-256 of the body
 * @param lastUndo of an undo: the run id of the earlier undo whose ledger it was to read, if there is one
 */
public record Execution(
        String workflowId,
        String runId,
        RunSummary summary,
        WorkflowExecutionStatus state,
        Instant startedAt,
        Optional<Instant> closedAt,
        Optional<String> idempotency,
        Optional<String> lastUndo) {
    /**
     * Reads what Temporal has of a workflow.
     *
     * @return empty if it is not a run of ours
     * @throws RefusedPayloadException if somebody else wrote what it says of itself, or if this API lacks its key
     */
    static Optional<Execution> of(WorkflowExecutionInfo row, WorkflowClientOptions client) {
        return read(row, Payloads.of(client, row.getExecution().getWorkflowId()));
    }

    /** Reads a row of a listing; nothing if it is not a run of ours, or if somebody else wrote what it says of itself. */
    static Stream<Execution> listed(WorkflowExecutionInfo row, WorkflowClientOptions client) {
        try {
            return of(row, client).stream();
        } catch (RefusedPayloadException refused) {
            if (refused.forged()) {
                return Stream.empty();
            }
            throw refused;
        }
    }

    private static Optional<Execution> read(WorkflowExecutionInfo row, DataConverter converter) {
        return memo(row, RunAttributes.MEMO_SUMMARY, RunSummary.class, converter)
                .map(summary -> new Execution(
                        row.getExecution().getWorkflowId(),
                        row.getExecution().getRunId(),
                        summary,
                        row.getStatus(),
                        instant(row.getStartTime()),
                        row.hasCloseTime() ? Optional.of(instant(row.getCloseTime())) : Optional.empty(),
                        memo(row, RunAttributes.MEMO_IDEMPOTENCY, String.class, converter),
                        memo(row, RunAttributes.MEMO_LAST_UNDO, String.class, converter)));
    }

    static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static <T> Optional<T> memo(
            WorkflowExecutionInfo row, String field, Class<T> type, DataConverter converter) {
        Payload payload = row.getMemo().getFieldsMap().get(field);
        return payload == null ? Optional.empty() : Optional.ofNullable(converter.fromPayload(payload, type, type));
    }

    /** This very execution, whatever was started under its name since. */
    public RunId ref() {
        return new RunId(workflowId, Optional.of(runId));
    }

    public String id() {
        return workflowId + ":" + runId;
    }

    public boolean open() {
        return state == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    /** Whether Temporal ended it and the workflow had no say. */
    boolean endedFromOutside() {
        return !open() && !summary.status().closed();
    }

    /** Whether it has ended, left what it did, and an undo may follow. */
    boolean canBeUndone() {
        return status() != RunStatus.UNDONE
                && AllowedActions.notUndoable(open(), status(), summary.undoes())
                        .isEmpty();
    }

    public RunStatus status() {
        if (!endedFromOutside()) {
            return summary.status();
        }
        return switch (state) {
            case WORKFLOW_EXECUTION_STATUS_CANCELED, WORKFLOW_EXECUTION_STATUS_TERMINATED -> RunStatus.ABORTED;
            default -> RunStatus.FAILED;
        };
    }

    /** The view that the workflow gave, set right if the workflow could not know how it ended. */
    RunView settle(RunView view) {
        if (open() || view.status().closed()) {
            return view;
        }
        String how = state.name().replace("WORKFLOW_EXECUTION_STATUS_", "");
        return view.endedFromOutside(
                status(),
                closedAt.orElse(startedAt),
                new Problem("Ended in Temporal: " + how, Optional.of(Actor.UNAUTHENTICATED)));
    }
}
