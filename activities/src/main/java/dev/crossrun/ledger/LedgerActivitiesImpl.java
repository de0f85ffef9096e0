package dev.crossrun.ledger;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.LedgerActivities;
import dev.crossrun.execution.Executions;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.temporal.CallDeadline;
import io.temporal.activity.Activity;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reads ledgers with the worker's own client: what a caller of the API says of a ledger counts for nothing. */
public final class LedgerActivitiesImpl implements LedgerActivities {
    /**
     * How long a run may take to answer. Alone, the SDK would ask for a minute, and a worker that is closing would wait for an answer
     * that it is the only one to give.
     */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Duration answer;

    public LedgerActivitiesImpl() {
        this(ANSWER);
    }

    LedgerActivitiesImpl(Duration answer) {
        this.answer = answer;
    }

    @Override
    public Standing stand(EndedRun run) {
        WorkflowExecutionInfo own = describe(run.workflowId(), run.runId());
        WorkflowExecutionInfo latest = describe(run.workflowId(), "");
        String latestId = run.workflowId() + ":" + latest.getExecution().getRunId();
        if (Executions.isOpen(own)) {
            return refused("The run is open: abort it with UNDO");
        }
        if (Executions.isOpen(latest)) {
            return refused("A later run of this name is open and may use the same resources: " + latestId);
        }
        if (ask(
                run,
                last -> last.view().status() == RunStatus.UNDONE
                        && !last.ledger(0).left())) {
            return refused("The run is undone already, and nothing is left that an undo could remove");
        }
        boolean later = !latest.getExecution().getRunId().equals(run.runId());
        return new Standing(Optional.empty(), later ? Optional.of(latestId) : Optional.empty());
    }

    @Override
    public LedgerPage read(LedgerQuery query) {
        return ask(query.run(), run -> run.ledger(query.after()));
    }

    private <T> T ask(EndedRun run, Function<Run, T> query) {
        Run last = stub(run);
        try {
            return CallDeadline.within(answer, () -> query.apply(last));
        } catch (WorkflowNotFoundException gone) {
            throw notFound(run.id());
        } catch (WorkflowServiceException | WorkflowQueryException unanswered) {
            throw FailureType.UNAVAILABLE.failure("No worker answers for " + run.id() + " yet");
        }
    }

    private static Standing refused(String why) {
        return new Standing(Optional.of(why), Optional.empty());
    }

    /** Whose ledger says what is left: the last undo's, if there is one. */
    private static Run stub(EndedRun run) {
        return client().newWorkflowStub(
                        Run.class,
                        WorkflowTargetOptions.newBuilder()
                                .setWorkflowId(run.lastUndo().isPresent() ? run.undoId() : run.workflowId())
                                .setRunId(run.lastUndo().orElse(run.runId()))
                                .build());
    }

    private static WorkflowExecutionInfo describe(String workflowId, String runId) {
        return Executions.find(workflowId, runId).orElseThrow(() -> notFound(workflowId));
    }

    private static RuntimeException notFound(String run) {
        return FailureType.NOT_FOUND.failure(
                "Temporal has no run " + run,
                "A namespace keeps a run for its retention period after the end: undo it by hand.");
    }

    private static WorkflowClient client() {
        return Activity.getExecutionContext().getWorkflowClient();
    }
}
