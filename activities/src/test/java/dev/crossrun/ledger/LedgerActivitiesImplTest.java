package dev.crossrun.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.LedgerActivities;
import dev.crossrun.activity.LedgerActivities.LedgerQuery;
import dev.crossrun.run.EndedRun;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that has ended, and that no worker answers for: the only one may be closing. */
@Timeout(30)
class LedgerActivitiesImplTest {
    private static final String QUEUE = "undo";

    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(
                            TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()))
                    .build());
    private EndedRun silent;

    /** Each asks once. */
    @WorkflowInterface
    public interface Undo {
        @WorkflowMethod
        void undo(EndedRun run, boolean ledger);
    }

    public static final class UndoImpl implements Undo {
        private final LedgerActivities ledgers = Workflow.newActivityStub(
                LedgerActivities.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(1))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());

        @Override
        public void undo(EndedRun run, boolean ledger) {
            if (ledger) {
                ledgers.read(new LedgerQuery(run, 0));
            } else {
                ledgers.stand(run);
            }
        }
    }

    @BeforeEach
    void start() {
        Worker worker = temporal.newWorker(QUEUE);
        worker.registerWorkflowImplementationTypes(UndoImpl.class);
        worker.registerActivitiesImplementations(new LedgerActivitiesImpl(Duration.ofMillis(1)));
        temporal.start();
        WorkflowStub run = client().newUntypedWorkflowStub("Run", options("run", "of nobody"));
        WorkflowExecution execution = run.start();
        run.terminate("it ends");
        silent = new EndedRun(execution.getWorkflowId(), execution.getRunId(), Optional.empty());
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void isAskedForItsStatusAgainInALaterAttempt() {
        assertThat(failure(false)).isEqualTo(FailureType.UNAVAILABLE.name());
    }

    @Test
    void isAskedForItsLedgerAgainInALaterAttempt() {
        assertThat(failure(true)).isEqualTo(FailureType.UNAVAILABLE.name());
    }

    private String failure(boolean ledger) {
        Undo undo = client().newWorkflowStub(Undo.class, options("undo", QUEUE));
        Throwable failed = catchThrowable(() -> undo.undo(silent, ledger));
        return ((ApplicationFailure) failed.getCause().getCause()).getType();
    }

    private WorkflowClient client() {
        return temporal.getWorkflowClient();
    }

    private static WorkflowOptions options(String id, String queue) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(queue)
                .build();
    }
}
