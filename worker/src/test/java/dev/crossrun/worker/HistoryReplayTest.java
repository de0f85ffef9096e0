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
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.task.TaskSummary;
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
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** Everybody reads them who may open Temporal's lists: they tell what is done, and for whom a task tells. */
    @ParameterizedTest
    @MethodSource("histories")
    void summariesTitlesAndSearchAttributesNameNobodyButTheRequester(Path history) throws Exception {
        DataConverter clear = TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance())
                .getDataConverter();
        List<String> shown =
                WorkflowExecutionHistory.fromJson(Files.readString(history)).getHistory().getEventsList().stream()
                        .flatMap(event -> Stream.concat(
                                Stream.of(
                                                event.getUserMetadata(),
                                                event.getWorkflowExecutionStartedEventAttributes()
                                                        .getSearchAttributes(),
                                                event.getUpsertWorkflowSearchAttributesEventAttributes()
                                                        .getSearchAttributes())
                                        .flatMap(HistoryReplayTest::texts),
                                titles(event, clear)))
                        .toList();
        assertThat(shown)
                .isNotEmpty()
                .allSatisfy(
                        text -> assertThat(text.replace("kim@example.com", "")).doesNotContain("@"));
    }

    static List<Path> histories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/histories"))) {
            return files.toList();
        }
    }

    private static Stream<String> texts(Message message) {
        return message instanceof Payload payload
                ? Stream.of(payload.getData().toStringUtf8())
                : message.getAllFields().entrySet().stream()
                        .filter(each -> each.getKey().getJavaType() == JavaType.MESSAGE)
                        .flatMap(each -> each.getValue() instanceof List<?> list
                                ? list.stream().map(Message.class::cast)
                                : Stream.of((Message) each.getValue()))
                        .flatMap(HistoryReplayTest::texts);
    }

    /** What the memo says of a run and its tasks. */
    private static Stream<String> titles(HistoryEvent event, DataConverter clear) {
        return Stream.of(
                        event.getWorkflowExecutionStartedEventAttributes().getMemo(),
                        event.getWorkflowPropertiesModifiedEventAttributes().getUpsertedMemo())
                .flatMap(memo -> Stream.ofNullable(memo.getFieldsMap().get(RunAttributes.MEMO_SUMMARY)))
                .map(summary -> clear.fromPayload(summary, RunSummary.class, RunSummary.class))
                .flatMap(summary -> Stream.concat(
                        Stream.of(summary.summary()), summary.tasks().stream().map(TaskSummary::title)));
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
        History encrypted = encrypted(plain.getHistory(), client, workflowId);
        assertThat(encrypted.toString()).contains("binary/encrypted").doesNotContain("ada@example.com");
        replay(new WorkflowExecutionHistory(encrypted, workflowId), client);
        assertThat(replayed).hasSize(1);
        WorkflowExecutionHistory copied = new WorkflowExecutionHistory(encrypted, workflowId + "-2");
        assertThatThrownBy(() -> replay(copied, client)).hasStackTraceContaining("FROM_ELSEWHERE");
    }

    /** What belongs to a call is encrypted for the type of its activity, except its summary. */
    private static History encrypted(History plain, WorkflowClientOptions client, String workflowId) {
        PayloadCodec ofWorkflow = (PayloadCodec) Payloads.of(client, workflowId);
        Map<Long, String> types = new HashMap<>();
        History.Builder history = History.newBuilder();
        for (HistoryEvent event : plain.getEventsList()) {
            if (event.hasActivityTaskScheduledEventAttributes()) {
                types.put(
                        event.getEventId(),
                        event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName());
            }
            PayloadCodec codec = call(event)
                    .map(call -> (PayloadCodec) Payloads.of(client, workflowId, types.get(call)))
                    .orElse(ofWorkflow);
            HistoryEvent bare = (HistoryEvent)
                    encrypted(event.toBuilder().clearUserMetadata().build(), codec);
            history.addEvents(
                    bare.toBuilder().setUserMetadata((UserMetadata) encrypted(event.getUserMetadata(), ofWorkflow)));
        }
        return history.build();
    }

    /** The event with which the call was scheduled that an event belongs to. */
    private static Optional<Long> call(HistoryEvent event) {
        return switch (event.getAttributesCase()) {
            case ACTIVITY_TASK_SCHEDULED_EVENT_ATTRIBUTES -> Optional.of(event.getEventId());
            case ACTIVITY_TASK_STARTED_EVENT_ATTRIBUTES ->
                Optional.of(event.getActivityTaskStartedEventAttributes().getScheduledEventId());
            case ACTIVITY_TASK_COMPLETED_EVENT_ATTRIBUTES ->
                Optional.of(event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
            case ACTIVITY_TASK_FAILED_EVENT_ATTRIBUTES ->
                Optional.of(event.getActivityTaskFailedEventAttributes().getScheduledEventId());
            case ACTIVITY_TASK_TIMED_OUT_EVENT_ATTRIBUTES ->
                Optional.of(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId());
            case ACTIVITY_TASK_CANCELED_EVENT_ATTRIBUTES ->
                Optional.of(event.getActivityTaskCanceledEventAttributes().getScheduledEventId());
            default -> Optional.empty();
        };
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
