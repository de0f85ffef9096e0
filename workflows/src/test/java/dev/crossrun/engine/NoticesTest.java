package dev.crossrun.engine;

import static dev.crossrun.engine.RunDriver.until;
import static dev.crossrun.run.RunEvent.Type.RUN_CLOSED;
import static dev.crossrun.run.RunEvent.Type.STEP_STUCK;
import static dev.crossrun.run.RunEvent.Type.TASK_ANSWERED;
import static dev.crossrun.run.RunEvent.Type.TASK_ESCALATED;
import static dev.crossrun.run.RunEvent.Type.TASK_EXPIRED;
import static dev.crossrun.run.RunEvent.Type.TASK_OPENED;
import static dev.crossrun.run.RunEvent.Type.TASK_REMINDED;
import static dev.crossrun.run.RunEvent.Type.TASK_WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.NotificationActivities.Notice;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.task.TaskKind;
import io.temporal.api.enums.v1.EventType;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticesTest {
    @Test
    void tellsOfEachTaskAndOfTheEndInTheirOrder() {
        try (LetterRun letter = new LetterRun()) {
            finish(letter);
            assertThat(letter.notifications.types())
                    .containsExactly(TASK_OPENED, TASK_ANSWERED, TASK_OPENED, TASK_ANSWERED, RUN_CLOSED);
            assertThat(letter.notifications.notices())
                    .extracting(Notice::id)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches("[0-9a-f-]{36}/[0-9]+"));
            Notice opened = letter.notifications.notices().get(0);
            assertThat(opened.run())
                    .startsWith("letter.to-ada:")
                    .endsWith(opened.id().replaceAll("/.*", ""));
            assertThat(opened.title()).contains("Approve the plan");
            assertThat(opened.status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
            assertThat(opened.task()).contains(LetterRun.APPROVAL);
            assertThat(letter.notifications.notices().get(1).text()).isEqualTo("lee@example.com: approve");
            assertThat(letter.notifications.notices().get(4).status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    void neverTellsWhatWasTypedIntoAForm() {
        try (LetterRun letter = new LetterRun()) {
            finish(letter);
            assertThat(letter.notifications.notices())
                    .isNotEmpty()
                    .noneMatch(notice -> notice.toString().contains("Dear Ada"));
        }
    }

    @Test
    void tellsThatATaskIsForgottenAndAtLastExpires() {
        try (LetterRun letter = new LetterRun()) {
            letter.awaitTask(LetterRun.APPROVAL);
            letter.completed();
            assertThat(letter.notifications.types())
                    .containsExactly(TASK_OPENED, TASK_REMINDED, TASK_ESCALATED, TASK_EXPIRED, RUN_CLOSED);
            assertThat(letter.notifications.notices().get(4).text()).isEqualTo("REJECTED");
        }
    }

    @Test
    void tellsThatAStepIsStuckAndWhy() {
        try (LetterRun letter = new LetterRun()) {
            letter.office.failure = Optional.of(FailureType.NOT_AUTHORIZED);
            letter.approve();
            letter.write("Dear Ada");
            letter.awaitTask(LetterRun.STUCK);
            until(() -> letter.notifications.types().contains(STEP_STUCK));
            Notice stuck = only(letter, STEP_STUCK);
            assertThat(stuck.step()).contains("post");
            assertThat(stuck.title()).contains("Post the letter");
            assertThat(stuck.text()).isEqualTo("Post the letter: the post office refused");
        }
    }

    @Test
    void sendsEmailsOfTasksWithTheirRequesterAndWhenTheyAreDue() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.sendsMails = true;
            finish(letter);
            assertThat(letter.notifications.mails).extracting(Notice::type).containsOnly(TASK_OPENED);
            Notice approval = letter.notifications.mails.get(0);
            assertThat(approval.kind()).contains(TaskKind.APPROVAL);
            assertThat(approval.requestedBy().orElseThrow().name()).isEqualTo("kim@example.com");
            assertThat(approval.dueAt()).contains(approval.at().plus(Duration.ofDays(3)));
        }
    }

    @Test
    void sendsEmailsThoughNobodyListensToTheWebhook() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.listens = false;
            letter.notifications.sendsMails = true;
            finish(letter);
            assertThat(letter.notifications.mails).isNotEmpty();
            assertThat(letter.notifications.attempts).hasValue(1);
        }
    }

    @Test
    void aWebhookThatIsDownHoldsUpNoEmail() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.failure = Optional.of(FailureType.UNAVAILABLE);
            letter.notifications.sendsMails = true;
            RunDriver.until(() -> letter.isOpen(LetterRun.APPROVAL));
            letter.sleep(Duration.ofDays(4));
            assertThat(letter.notifications.mails)
                    .extracting(Notice::type)
                    .containsExactly(TASK_OPENED, TASK_REMINDED, TASK_ESCALATED);
            assertThat(letter.notifications.notices()).isEmpty();
        }
    }

    @Test
    void aMailServerThatIsDownHoldsUpNoWebhookAndNoEnd() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.sendsMails = true;
            letter.notifications.mailFailure = Optional.of(FailureType.UNAVAILABLE);
            finish(letter);
            assertThat(letter.notifications.types()).endsWith(RUN_CLOSED);
            assertThat(letter.notifications.mails).isEmpty();
            assertThat(letter.notifications.mailAttempts).hasPositiveValue();
        }
    }

    @Test
    void asksOnceWhetherAnybodyListens() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.listens = false;
            finish(letter);
            assertThat(letter.notifications.attempts).hasValue(1);
            assertThat(letter.history().stream()
                            .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED))
                    .as("the notification and the post")
                    .hasSize(2);
        }
    }

    @Test
    void goesOnWhileNothingCanBeSentAndThenSendsAllTogether() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.failure = Optional.of(FailureType.UNAVAILABLE);
            letter.approve();
            letter.awaitTask(LetterRun.WRITING);
            letter.sleep(Duration.ofMinutes(10));
            assertThat(letter.notifications.attempts).hasValueGreaterThan(5);
            letter.notifications.failure = Optional.empty();
            letter.sleep(Duration.ofMinutes(2));
            until(() -> letter.notifications.batches.size() == 2);
            assertThat(letter.notifications.batches.get(0)).hasSize(1);
            assertThat(letter.notifications.batches.get(1))
                    .extracting(Notice::type)
                    .containsExactly(TASK_ANSWERED, TASK_OPENED);
        }
    }

    @Test
    void endsWithinMinutesThoughNothingCanBeSent() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.failure = Optional.of(FailureType.THROTTLED);
            finish(letter);
            assertThat(letter.run.view().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(Duration.between(letter.run.view().closedAt().orElseThrow(), letter.lastEventAt()))
                    .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        }
    }

    @Test
    void tellsOfAnAbortThatCameWhileNothingCouldBeSent() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.failure = Optional.of(FailureType.UNAVAILABLE);
            letter.awaitTask(LetterRun.APPROVAL);
            letter.abort();
            assertThat(letter.ended().status()).isEqualTo(RunStatus.ABORTED);
            letter.notifications.failure = Optional.empty();
            letter.completed();
            assertThat(letter.notifications.types()).containsExactly(TASK_OPENED, TASK_WITHDRAWN, RUN_CLOSED);
            assertThat(only(letter, RUN_CLOSED).text()).isEqualTo("ABORTED");
        }
    }

    @Test
    void tellsOfACancellationInTemporal() {
        try (LetterRun letter = new LetterRun()) {
            letter.awaitTask(LetterRun.APPROVAL);
            letter.workflow.cancel();
            until(() -> letter.notifications.types().contains(RUN_CLOSED));
            assertThat(letter.notifications.types()).containsExactly(TASK_OPENED, TASK_WITHDRAWN, RUN_CLOSED);
        }
    }

    @Test
    void saysInTheJournalWhatWasRefusedAndSendsTheNext() {
        try (LetterRun letter = new LetterRun()) {
            letter.notifications.refusals = List.of("HTTP 404");
            letter.awaitTask(LetterRun.APPROVAL);
            until(() -> letter.events().contains(RunEvent.Type.NOTIFICATION_LOST));
            letter.notifications.failure = Optional.of(FailureType.INVALID_REQUEST);
            letter.approve();
            until(() -> lost(letter).contains("1 not sent: HTTP of the webhook"));
            letter.notifications.failure = Optional.empty();
            letter.notifications.refusals = List.of();
            letter.write("Dear Ada");
            letter.completed();
            assertThat(lost(letter)).startsWith("HTTP 404");
            assertThat(letter.notifications.types()).startsWith(TASK_OPENED).endsWith(TASK_ANSWERED, RUN_CLOSED);
            assertThat(letter.events()).endsWith(RUN_CLOSED);
        }
    }

    @Test
    void replays() {
        try (LetterRun letter = new LetterRun()) {
            finish(letter);
            assertThatCode(() -> WorkflowReplayer.replayWorkflowExecution(
                            letter.wholeHistory(), Letter.LetterWorkflowImpl.class))
                    .doesNotThrowAnyException();
        }
    }

    private static void finish(LetterRun letter) {
        letter.approve();
        letter.write("Dear Ada");
        letter.completed();
    }

    private static Notice only(LetterRun letter, RunEvent.Type type) {
        List<Notice> found = letter.notifications.notices().stream()
                .filter(notice -> notice.type() == type)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<String> lost(LetterRun letter) {
        return letter.run.events(0).stream()
                .filter(event -> event.type() == RunEvent.Type.NOTIFICATION_LOST)
                .map(RunEvent::text)
                .toList();
    }
}
