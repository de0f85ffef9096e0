package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Redo;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.step.StepStatus;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run leaves in its history, and what it leaves out. */
@Timeout(60)
class LeanHistoryTest extends RunbookFixture {
    private static final int ACKNOWLEDGEMENT = 500;

    @Test
    void aWholeRunWritesItsMemoAtMostOnceAWorkflowTaskAndNeverTheSameTwice() {
        wholeRun();
        requireLean();
    }

    @Test
    void aRunThatIsUndoneWritesItsMemoAtMostOnceAWorkflowTaskAndNeverTheSameTwice() {
        upToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        ended();
        requireLean();
    }

    @Test
    void aWholeRunSetsNoSearchAttributeToWhatItIs() {
        wholeRun();
        Map<String, Payload> set = new HashMap<>(history()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getSearchAttributes()
                .getIndexedFieldsMap());
        for (HistoryEvent event : of(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES)) {
            Map<String, Payload> next = event.getUpsertWorkflowSearchAttributesEventAttributes()
                    .getSearchAttributes()
                    .getIndexedFieldsMap();
            assertThat(next).isNotEmpty();
            next.forEach((key, value) -> assertThat(set.put(key, value)).as(key).isNotEqualTo(value));
        }
    }

    @Test
    void anAbortIsAnsweredByAnAcknowledgementAlone() {
        upToSettings();
        abort();
        until(() -> isOpen("run.undo.1"));
        assertThat(resultOf("abort")).isLessThan(ACKNOWLEDGEMENT);
    }

    @Test
    void aRedoIsAnsweredByAnAcknowledgementAlone() {
        upToSettings();
        quiet();
        run.redo(new Redo(driver.runId(), "connect-application", Optional.empty(), ADMINISTRATOR));
        assertThat(resultOf("redo")).isLessThan(ACKNOWLEDGEMENT);
    }

    @Test
    void aDocumentIsInHistoryOnceAsItWasAnsweredAndOnceWhereAnActivityUsesIt() {
        wholeRun();
        String document = content("right");
        Map<String, Long> uses =
                holding(document).stream().collect(Collectors.groupingBy(this::use, Collectors.counting()));
        assertThat(uses)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "update answer", 1L,
                        "activity Saml_ReadApplicationMetadata", 1L,
                        "activity Iam_PutProvider", 1L));
    }

    @Test
    void anUndoNeedsNoDocumentAgain() {
        upToSettings();
        int before = holding(content("right")).size();
        abort();
        until(() -> isOpen("run.undo.1"));
        run.answer(answer("run.undo.1", "undo", APPROVER, fields()));
        assertThat(ended().status()).isEqualTo(RunStatus.UNDONE);
        assertThat(holding(content("right"))).hasSize(before);
    }

    @Test
    void aRefusedDocumentIsInHistoryOnceAsItWasAnsweredAndOnceWhereItWasChecked() {
        start(request(List.of()));
        approve();
        submit("wrong");
        assertThat(holding(content("wrong")).stream().map(this::use))
                .containsExactly("update answer", "activity Saml_ReadApplicationMetadata");
    }

    private void wholeRun() {
        upToSettings();
        confirm("application-settings.human-step.1", fields());
        until(() -> isOpen("sign-in.human-step.1"));
        cloud.signIn("ada@example.com");
        confirm("sign-in.human-step.1", fields().put("username", "ada@example.com"));
        assertThat(ended().status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    private void upToSettings() {
        start(request(List.of()));
        approve();
        submit("right");
        until(() -> isOpen("application-settings.human-step.1"));
        until(() -> step(run.view(), "application-access").status() == StepStatus.DONE);
    }

    private void abort() {
        quiet();
        run.abort(new Abort(driver.runId(), Abort.Effects.UNDO, Optional.empty(), ADMINISTRATOR));
    }

    private void requireLean() {
        Set<Long> tasks = new HashSet<>();
        List<Object> memos = new ArrayList<>();
        for (HistoryEvent event : of(EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED)) {
            var attributes = event.getWorkflowPropertiesModifiedEventAttributes();
            assertThat(tasks.add(attributes.getWorkflowTaskCompletedEventId()))
                    .as("memos of one workflow task: " + event.getEventId())
                    .isTrue();
            Object last = memos.isEmpty() ? "" : memos.get(memos.size() - 1);
            assertThat(attributes.getUpsertedMemo()).isNotEqualTo(last);
            memos.add(attributes.getUpsertedMemo());
        }
        assertThat(memos).hasSizeGreaterThan(3);
        assertThat(of(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES))
                .extracting(event ->
                        event.getUpsertWorkflowSearchAttributesEventAttributes().getWorkflowTaskCompletedEventId())
                .doesNotHaveDuplicates();
    }

    /** The size of the result of the only update of this name. */
    private int resultOf(String update) {
        Set<String> ids = of(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED).stream()
                .map(event -> event.getWorkflowExecutionUpdateAcceptedEventAttributes()
                        .getAcceptedRequest())
                .filter(request -> request.getInput().getName().equals(update))
                .map(request -> request.getMeta().getUpdateId())
                .collect(Collectors.toSet());
        List<Integer> sizes = of(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED).stream()
                .map(event -> event.getWorkflowExecutionUpdateCompletedEventAttributes())
                .filter(completed -> ids.contains(completed.getMeta().getUpdateId()))
                .map(completed -> completed.getOutcome().getSerializedSize())
                .toList();
        assertThat(sizes).hasSize(1);
        return sizes.get(0);
    }

    private String content(String text) {
        return file("x", text).file().orElseThrow().content();
    }

    private List<HistoryEvent> holding(String content) {
        return history().stream().filter(event -> holds(event, content)).toList();
    }

    /** Whether any payload of it holds a text. */
    private static boolean holds(Message message, String content) {
        if (message instanceof Payload payload) {
            return payload.getData().toStringUtf8().contains(content);
        }
        return message.getAllFields().values().stream()
                .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
                .anyMatch(value -> value instanceof Message inner && holds(inner, content));
    }

    private String use(HistoryEvent event) {
        return switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED ->
                "update "
                        + event.getWorkflowExecutionUpdateAcceptedEventAttributes()
                                .getAcceptedRequest()
                                .getInput()
                                .getName();
            case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
                "activity "
                        + event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName();
            default -> event.getEventType().name();
        };
    }

    private List<HistoryEvent> of(EventType type) {
        return history().stream().filter(event -> event.getEventType() == type).toList();
    }

    private List<HistoryEvent> history() {
        return driver.history();
    }
}
