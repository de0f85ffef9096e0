package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.Removals;
import dev.crossrun.engine.StepCalls;
import dev.crossrun.engine.UndoWorkflow;
import dev.crossrun.engine.UndoWorkflowImpl;
import dev.crossrun.lease.LeaseKeeperImpl;
import dev.crossrun.lease.LeaseSweepImpl;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStatus;
import dev.crossrun.runbook.access.TemporaryAccessWorkflow;
import dev.crossrun.runbook.access.TemporaryAccessWorkflowImpl;
import dev.crossrun.runbook.connect.ConnectFederationWorkflow;
import dev.crossrun.runbook.connect.ConnectFederationWorkflowImpl;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories that {@code deploy/record-histories.sh} made: what runs today must go on with them, and undo them. */
class HistoryReplayTest {
    private final List<Run> replayed = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "succeeded, SUCCEEDED",
        "succeeded-whole, SUCCEEDED",
        "redone, SUCCEEDED",
        "corrected, RUNNING",
        "stuck, RUNNING",
        "left, ABORTED",
        "undone, UNDONE",
        "undone-after-source-change, UNDONE",
        "undo-of-ended, UNDONE",
        "access, RUNNING"
    })
    void goesOnWithARunOfEveryVariantAndCouldUndoIt(String variant, RunStatus status) throws Exception {
        replay(Files.readString(Path.of("src/test/resources/histories", variant + ".json")));
        Run run = replayed.get(replayed.size() - 1);
        assertThat(run.view().status()).isEqualTo(status);
        assertThat(run.ledger(0).entries().stream().flatMap(entry -> entry.undo().removal().stream()))
                .isNotEmpty()
                .allSatisfy(removal -> assertThat(Removals.patience(removal)).isPositive());
    }

    @Test
    void goesOnWithAKeeperOfLeases() throws Exception {
        replay(Files.readString(Path.of("src/test/resources/histories/lease-keeper.json")));
    }

    @Test
    void goesOnWithASweepOfLeases() throws Exception {
        replay(Files.readString(Path.of("src/test/resources/histories/lease-sweep.json")));
    }

    private void replay(String history) throws Exception {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()))
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepCalls.Interceptor())
                        .build())
                .build())) {
            // A busy machine is no deadlock.
            Worker worker = temporal.newWorker(
                    RunAttributes.TASK_QUEUE,
                    WorkerOptions.newBuilder()
                            .setDefaultDeadlockDetectionTimeout(10_000)
                            .build());
            worker.registerWorkflowImplementationFactory(
                    ConnectFederationWorkflow.class, () -> kept(new ConnectFederationWorkflowImpl()));
            worker.registerWorkflowImplementationFactory(
                    TemporaryAccessWorkflow.class, () -> kept(new TemporaryAccessWorkflowImpl()));
            worker.registerWorkflowImplementationTypes(LeaseKeeperImpl.class, LeaseSweepImpl.class);
            worker.registerWorkflowImplementationFactory(UndoWorkflow.class, () -> kept(new UndoWorkflowImpl()));
            WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(history), worker);
        }
    }

    /** A run can still be asked when its replay is over. */
    private <R extends Run> R kept(R run) {
        replayed.add(run);
        return run;
    }
}
