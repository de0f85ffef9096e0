package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.UndoWorkflow;
import dev.crossrun.engine.UndoWorkflowImpl;
import dev.crossrun.engine.call.StepCalls;
import dev.crossrun.lease.LeaseKeeperImpl;
import dev.crossrun.lease.LeaseSweepImpl;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStatus;
import dev.crossrun.runbook.access.TemporaryAccessWorkflow;
import dev.crossrun.runbook.access.TemporaryAccessWorkflowImpl;
import dev.crossrun.runbook.connect.ConnectFederationWorkflow;
import dev.crossrun.runbook.connect.ConnectFederationWorkflowImpl;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.Payloads;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.history.v1.History;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.payload.codec.PayloadCodec;
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

    /** As the same runs would have it whose payloads are encrypted. */
    @ParameterizedTest
    @CsvSource({"undone, connect-federation.contact-center-prod", "access, temporary-access.incident-4711-ada"})
    void goesOnWithAnEncryptedRun(String variant, String workflowId) throws Exception {
        PayloadKeys keys = PayloadKeys.generate();
        WorkflowExecutionHistory plain = WorkflowExecutionHistory.fromJson(
                Files.readString(Path.of("src/test/resources/histories", variant + ".json")));
        WorkflowClientOptions client = TemporalConnection.clientOptions(
                WorkflowClientOptions.newBuilder().setNamespace("default").build(), keys);
        History encrypted = (History) encrypted(plain.getHistory(), (PayloadCodec) Payloads.of(client, workflowId));
        assertThat(encrypted.toString()).contains("binary/encrypted").doesNotContain("ada@example.com");
        replay(new WorkflowExecutionHistory(encrypted, workflowId), client);
        assertThat(replayed).hasSize(1);
        WorkflowExecutionHistory copied = new WorkflowExecutionHistory(encrypted, workflowId + "-2");
        assertThatThrownBy(() -> replay(copied, client)).hasStackTraceContaining("FROM_ELSEWHERE");
    }

    /** Search attributes and headers stay as they are. */
    private static Message encrypted(Message message, PayloadCodec codec) {
        if (message instanceof Payload payload) {
            return codec.encode(List.of(payload)).get(0);
        }
        if (message instanceof SearchAttributes || message instanceof Header) {
            return message;
        }
        Message.Builder copy = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == JavaType.MESSAGE) {
                copy.setField(
                        field,
                        value instanceof List<?> list
                                ? list.stream()
                                        .map(each -> encrypted((Message) each, codec))
                                        .toList()
                                : encrypted((Message) value, codec));
            }
        });
        return copy.build();
    }

    private void replay(String history) throws Exception {
        replay(
                WorkflowExecutionHistory.fromJson(history),
                TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()));
    }

    private void replay(WorkflowExecutionHistory history, WorkflowClientOptions client) throws Exception {
        try (TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(client)
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepCalls.Interceptor(), new RefusedPayloads())
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
            WorkflowReplayer.replayWorkflowExecution(history, worker);
        }
    }

    /** A run can still be asked when its replay is over. */
    private <R extends Run> R kept(R run) {
        replayed.add(run);
        return run;
    }
}
