package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.crossrun.federation.ConnectFederationWorkflowImpl;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories of released versions: what runs today must go on with what they began. */
class HistoryReplayTest {
    @ParameterizedTest
    @ValueSource(strings = "connect-federation-0.1.0.json")
    void replaysTheHistoryOfAReleasedVersion(String name) throws IOException {
        String history = Files.readString(Path.of("src/test/resources/histories", name));
        assertThat(history).contains("\"answer\"", "\"redo\"", "EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED");
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()))
                .build())) {
            // A busy machine is no deadlock.
            Worker worker = temporal.newWorker(
                    RunAttributes.TASK_QUEUE,
                    WorkerOptions.newBuilder()
                            .setDefaultDeadlockDetectionTimeout(10_000)
                            .build());
            worker.registerWorkflowImplementationTypes(ConnectFederationWorkflowImpl.class);
            assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(
                            WorkflowExecutionHistory.fromJson(history), worker))
                    .doesNotThrowAnyException();
        }
    }
}
