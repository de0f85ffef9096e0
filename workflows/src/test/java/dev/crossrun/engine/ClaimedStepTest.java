package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskState;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps for which it is enough that a person says so, and steps that need the evidence. */
@Timeout(60)
class ClaimedStepTest {
    private static final String SWITCHING = "switch.human-step.1";
    private static final String LABELLING = "label.human-step.1";
    private static final String UNSEEN = "switch.decision.1";

    private volatile boolean seen;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final CountDownLatch looking = new CountDownLatch(1);

    /** Shows that the switch was turned. */
    @ActivityInterface
    public interface Lamp {
        void look();
    }

    /** Somebody turns a switch; to label it the claim is enough, to use the lamp it is not. */
    public static final class Switch extends RunbookWorkflow implements SmallRun.SmallWorkflow {
        @Override
        public void run(RunStart start, Patience patience) {
            conduct(
                    start,
                    "a lamp",
                    patience,
                    1,
                    input -> SmallStep.approved("LAMP", approval -> {
                        SmallStep turned = new SmallStep(
                                StepDefinition.human("switch", "Turn the switch", "LAMP"),
                                step -> turn(step, patience),
                                approval);
                        SmallStep label = new SmallStep(
                                StepDefinition.human("label", "Label the switch", "LAMP"),
                                step -> ask(step, "Label the switch"));
                        SmallStep use = new SmallStep(
                                StepDefinition.automated("use", "Use the lamp", "LAMP"),
                                step -> step.detail("used"),
                                turned);
                        return List.of(turned, label.afterClaimOf(turned), use);
                    }));
        }

        private static void turn(StepContext step, Patience patience) {
            ask(step, "Turn the switch");
            step.verify(Lamp.class, "Look at the lamp", patience.looking(), "The lamp is dark.", lamp -> {
                        lamp.look();
                        return "The lamp shines";
                    })
                    .ifPresent(seen -> step.verified("API", seen, "lamp-1"));
        }

        private static void ask(StepContext step, String title) {
            step.ask(
                    TaskSpec.plain(title, "1. " + title, Forms.answer("confirm", "It is done")),
                    answer -> Checked.accepted(answer, Map.of()));
        }
    }

    @Test
    void aStepForWhichTheClaimIsEnoughBeginsWhileTheEvidenceIsMissing() {
        try (SmallRun run = claimed()) {
            run.awaitTask(LABELLING);
            assertThat(run.step("switch").status()).isEqualTo(StepStatus.VERIFYING);
            assertThat(run.step("use").status()).isEqualTo(StepStatus.PENDING);
        }
    }

    @Test
    void noStepBeginsBeforeSomebodySaysSo() {
        try (SmallRun run = run()) {
            run.awaitTask(SWITCHING);
            assertThat(run.step("label").status()).isEqualTo(StepStatus.PENDING);
        }
    }

    @Test
    void theRunDoesNotSucceedBeforeTheEvidenceIsThere() {
        try (SmallRun run = claimed()) {
            run.decide(LABELLING, "confirm", SmallRun.fields());
            run.awaitStep("label", StepStatus.DONE);
            run.sleep(Duration.ofMinutes(9));
            assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
            assertThat(run.step("switch").status()).isEqualTo(StepStatus.VERIFYING);
            assertThat(run.step("use").status()).isEqualTo(StepStatus.PENDING);
            seen = true;
            run.sleep(Duration.ofMinutes(1));
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.step("switch").status()).isEqualTo(StepStatus.DONE);
        }
    }

    @Test
    void theRunGoesOnWithoutEvidenceOnlyIfSomebodySaysSo() {
        try (SmallRun run = claimed()) {
            run.decide(LABELLING, "confirm", SmallRun.fields());
            run.sleep(Duration.ofMinutes(11));
            run.awaitTask(UNSEEN);
            assertThat(run.status()).isEqualTo(RunStatus.RUNNING);
            run.decide(UNSEEN, "skip", SmallRun.fields().put("reason", "I see it shine"));
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.step("switch").evidence())
                    .extracting(Evidence::state)
                    .containsExactly(Evidence.State.CLAIMED);
        }
    }

    @Test
    void aStepForWhichTheClaimIsEnoughStaysOpenWhileSomebodyIsAskedForTheEvidence() {
        try (SmallRun run = claimed()) {
            run.sleep(Duration.ofMinutes(11));
            run.awaitTask(UNSEEN);
            assertThat(run.isOpen(LABELLING)).isTrue();
        }
    }

    @Test
    void aStepThatIsNotFinishedIsNotRedoneAndTheRefusalSaysWhatToDoInstead() {
        try (SmallRun run = claimed()) {
            run.awaitTask(LABELLING);
            assertThatThrownBy(() -> run.redo("switch"))
                    .rootCause()
                    .hasMessageContaining(
                            "switch is VERIFYING: only a finished step can be redone. Wait until it is DONE.");
            assertThatThrownBy(() -> run.redo("label"))
                    .rootCause()
                    .hasMessageContaining("label is WAITING: only a finished step can be redone. Answer its open task");
        }
    }

    @Test
    void aRedoResetsTheStepForWhichTheClaimWasEnough() {
        seen = true;
        try (SmallRun run = claimed()) {
            run.awaitStep("switch", StepStatus.DONE);
            run.awaitTask(LABELLING);
            seen = false;
            run.redo("switch");
            run.awaitTask("switch.human-step.2");
            assertThat(run.run.task(LABELLING).orElseThrow().state()).isEqualTo(TaskState.CLOSED);
            assertThat(run.events(RunEvent.Type.TASK_WITHDRAWN)).hasSize(1);
            assertThat(run.step("label").status())
                    .as("the claim was one of the round before")
                    .isEqualTo(StepStatus.PENDING);
            assertThat(run.step("label").round()).isEqualTo(2);
            run.decide("switch.human-step.2", "confirm", SmallRun.fields());
            run.awaitTask("label.human-step.2");
            assertThat(run.step("switch").status()).isEqualTo(StepStatus.VERIFYING);
        }
    }

    @Test
    void aClaimThatIsWithdrawnOpensTheTaskAgainAndNothingCountsUntilItIsConfirmedAgain() {
        try (SmallRun run = claimed()) {
            run.awaitTask(LABELLING);
            assertThat(run.run.task(SWITCHING).orElseThrow().state()).isEqualTo(TaskState.CHECKING);
            Instant openedAt = run.run.task(SWITCHING).orElseThrow().openedAt();

            run.answer(SWITCHING, "withdraw", SmallRun.SAM, SmallRun.fields());

            run.awaitTask(SWITCHING);
            Task task = run.run.task(SWITCHING).orElseThrow();
            assertThat(task.openedAt()).isEqualTo(openedAt);
            assertThat(task.answers()).extracting(AnswerForm::action).containsExactly("confirm");
            assertThat(run.step("label").status()).isEqualTo(StepStatus.PENDING);
            assertThat(run.run.task(LABELLING).orElseThrow().state()).isEqualTo(TaskState.CLOSED);
            assertThat(run.events(RunEvent.Type.TASK_ANSWERED))
                    .extracting(RunEvent::text)
                    .anySatisfy(text -> assertThat(text).contains("sam@example.com: withdraw"));
            seen = true;
            run.sleep(Duration.ofMinutes(11));
            assertThat(run.step("switch").status()).isEqualTo(StepStatus.WAITING);
            assertThat(run.step("switch").evidence()).isEmpty();

            run.decide(SWITCHING, "confirm", SmallRun.fields());

            run.awaitStep("switch", StepStatus.DONE);
            assertThat(run.run.task(SWITCHING).orElseThrow().state()).isEqualTo(TaskState.CLOSED);
            run.awaitTask("label.human-step.2");
        }
    }

    @Test
    void aClaimCanBeWithdrawnWhileSomebodyIsAskedForTheEvidence() {
        try (SmallRun run = claimed()) {
            run.sleep(Duration.ofMinutes(11));
            run.awaitTask(UNSEEN);

            run.answer(SWITCHING, "withdraw", SmallRun.SAM, SmallRun.fields());

            run.awaitTask(SWITCHING);
            assertThat(run.run.task(UNSEEN).orElseThrow().state()).isEqualTo(TaskState.CLOSED);
        }
    }

    @Test
    void aClaimThatAStepHasUsedIsNotWithdrawnAndTheRefusalNamesTheStep() {
        try (SmallRun run = claimed()) {
            run.decide(LABELLING, "confirm", SmallRun.fields());
            run.awaitStep("label", StepStatus.DONE);

            assertThatThrownBy(() -> run.answer(SWITCHING, "withdraw", SmallRun.SAM, SmallRun.fields()))
                    .rootCause()
                    .hasMessageContaining(
                            "The step label has begun because of this answer and is DONE: it cannot be withdrawn");
            assertThat(run.step("switch").status()).isEqualTo(StepStatus.VERIFYING);
        }
    }

    @Test
    void aSecondAnswerDuringTheLookForEvidenceSaysWhoAnsweredAndThatTheAnswerCanBeWithdrawn() {
        try (SmallRun run = claimed()) {
            run.awaitStep("switch", StepStatus.VERIFYING);

            assertThatThrownBy(() -> run.answer(SWITCHING, "confirm", SmallRun.SAM, SmallRun.fields()))
                    .rootCause()
                    .hasMessageContaining("was answered by sam@example.com", "withdraw that answer");
            assertThat(run.isOpen(SWITCHING)).as("nobody has to answer it").isFalse();
        }
    }

    @Test
    void nothingIsWithdrawnOnceTheEvidenceWasFound() {
        seen = true;
        try (SmallRun run = claimed()) {
            run.awaitStep("switch", StepStatus.DONE);

            assertThatThrownBy(() -> run.answer(SWITCHING, "withdraw", SmallRun.SAM, SmallRun.fields()))
                    .rootCause()
                    .hasMessageMatching(".*switch.human-step.1 was answered by sam@example.com at \\S+Z\\."
                            + " Evidence was found, of \\S+Z: The lamp shines\\."
                            + " The step switch is DONE since \\S+Z: the answer can no longer be withdrawn\\."
                            + " To do it again, redo switch\\. To undo what the run did, abort it with undo\\..*");
        }
    }

    @Test
    void whatALookFindsThatWasUnderWayDoesNotCountForAWithdrawnClaim() throws InterruptedException {
        seen = true;
        held = new CountDownLatch(1);
        try (SmallRun run = claimed()) {
            looking.await();
            run.awaitTask(LABELLING);
            run.answer(SWITCHING, "withdraw", SmallRun.SAM, SmallRun.fields());
            held.countDown();
            run.awaitStep("switch", StepStatus.WAITING);
            assertThat(run.isOpen(SWITCHING)).isTrue();

            run.decide(SWITCHING, "confirm", SmallRun.fields());
            run.decide("label.human-step.2", "confirm", SmallRun.fields());
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.run.task(SWITCHING).orElseThrow().state()).isEqualTo(TaskState.CLOSED);
        }
    }

    @Test
    void aClaimThatIsConfirmedAgainWhileTheOldLookEndsIsNotAskedForOnceMore() throws InterruptedException {
        seen = true;
        held = new CountDownLatch(1);
        try (SmallRun run = claimed()) {
            looking.await();
            run.answer(SWITCHING, "withdraw", SmallRun.SAM, SmallRun.fields());
            run.answer(SWITCHING, "confirm", SmallRun.SAM, SmallRun.fields());
            held.countDown();
            run.awaitStep("switch", StepStatus.DONE);
            assertThat(run.run.task("switch.human-step.2")).isEmpty();
            assertThat(run.run.task(SWITCHING).orElseThrow().state()).isEqualTo(TaskState.CLOSED);
        }
    }

    private SmallRun run() {
        Patience patience =
                new Patience(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Duration.ofMinutes(10)));
        return new SmallRun(patience, Switch.class, (Lamp) this::look).approved();
    }

    private SmallRun claimed() {
        SmallRun run = run();
        run.decide(SWITCHING, "confirm", SmallRun.fields());
        return run;
    }

    private void look() {
        looking.countDown();
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!seen) {
            throw FailureType.NOT_READY.failure("dark");
        }
    }
}
