package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.Patience;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of tasks that nobody answers. */
class PatienceTest {
    private static final Patience SHORT = new Patience(
            Optional.of(Duration.ofHours(2)),
            Optional.of(Duration.ofHours(5)),
            Optional.of(Duration.ofHours(9)),
            Optional.empty());

    @Test
    void remindsEscalatesAndExpiresWhenTheRequestSays() {
        try (LetterRun letter = new LetterRun(SHORT)) {
            letter.awaitTask(LetterRun.APPROVAL);
            letter.completed();
            assertThat(after(letter, RunEvent.Type.TASK_REMINDED)).isEqualTo(Duration.ofHours(2));
            assertThat(after(letter, RunEvent.Type.TASK_ESCALATED)).isEqualTo(Duration.ofHours(5));
            assertThat(after(letter, RunEvent.Type.TASK_EXPIRED)).isEqualTo(Duration.ofHours(9));
        }
    }

    @Test
    void rejectsARunThatNobodyApprovedWithNothingChanged() {
        try (LetterRun letter = new LetterRun(SHORT)) {
            letter.awaitTask(LetterRun.APPROVAL);
            letter.completed();
            assertThat(letter.run.view().status()).isEqualTo(RunStatus.REJECTED);
            assertThat(letter.run.view().plan().orElseThrow().approvedBy()).isEmpty();
            assertThat(letter.run.ledger(0).entries()).isEmpty();
            assertThat(letter.run.view().steps().get(1).status()).isEqualTo(StepStatus.PENDING);
            assertThat(letter.run.view().steps().get(1).detail()).contains("Nobody approved the plan in time");
            assertThat(letter.office.posted).hasValue(0);
            Task approval = letter.run.task(LetterRun.APPROVAL).orElseThrow();
            assertThat(approval.state()).isEqualTo(TaskState.CLOSED);
            assertThat(approval.verdict()).isEmpty();
        }
    }

    @Test
    void takesNoSilenceForAnAnswer() {
        try (LetterRun letter = new LetterRun(SHORT)) {
            letter.approve();
            letter.awaitTask(LetterRun.WRITING);
            letter.sleep(Duration.ofDays(60));
            Task writing = letter.run.task(LetterRun.WRITING).orElseThrow();
            assertThat(writing.state()).isEqualTo(TaskState.OPEN);
            assertThat(writing.escalated()).isTrue();
            assertThat(writing.expiresAt()).isEmpty();
            assertThat(letter.run.view().status()).isEqualTo(RunStatus.RUNNING);
            assertThat(letter.office.posted).hasValue(0);
            letter.write("Dear Ada");
            letter.completed();
            assertThat(letter.office.posted).hasValue(1);
        }
    }

    @Test
    void remindsAndEscalatesOnce() {
        try (LetterRun letter = new LetterRun(SHORT)) {
            letter.approve();
            letter.awaitTask(LetterRun.WRITING);
            letter.sleep(Duration.ofDays(60));
            assertThat(letter.events().stream()
                            .filter(type ->
                                    type == RunEvent.Type.TASK_REMINDED || type == RunEvent.Type.TASK_ESCALATED))
                    .containsExactly(RunEvent.Type.TASK_REMINDED, RunEvent.Type.TASK_ESCALATED);
        }
    }

    private static Duration after(LetterRun letter, RunEvent.Type type) {
        Instant opened = at(letter, RunEvent.Type.TASK_OPENED);
        return Duration.ofMinutes(
                Duration.between(opened, at(letter, type)).plusSeconds(30).toMinutes());
    }

    private static Instant at(LetterRun letter, RunEvent.Type type) {
        return letter.run.events(0).stream()
                .filter(event -> event.type() == type)
                .findFirst()
                .orElseThrow()
                .at();
    }
}
