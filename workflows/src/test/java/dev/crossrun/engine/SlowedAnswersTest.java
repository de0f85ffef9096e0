package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Reason;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a task that is answered wrongly again and again. */
@Timeout(60)
class SlowedAnswersTest {
    private static final String GUESSING = "guess.human-step.1";
    private static final String OTHER = "other.human-step.1";

    /** Somebody guesses a word, and somebody another one. */
    public static final class Guessing extends RunbookWorkflow implements SmallRun.SmallWorkflow {
        @Override
        public void run(RunStart start, Patience patience) {
            conduct(
                    start,
                    "a game",
                    patience,
                    1,
                    input -> SmallStep.approved(
                            "GAME",
                            approval -> List.of(
                                    new SmallStep(
                                            StepDefinition.human("guess", "Guess the word", "GAME"),
                                            Guessing::guess,
                                            approval),
                                    new SmallStep(
                                            StepDefinition.human("other", "Guess another", "GAME"),
                                            Guessing::guess,
                                            approval))));
        }

        private static Checked<Answer> judge(Answer answer) {
            return switch (answer.fields().path("word").asText()) {
                case "right" -> Checked.accepted(answer, Map.of());
                case "odd" -> throw new IllegalArgumentException("nobody thought of this word");
                default -> Checked.refused(new Reason("/word", "WRONG", "It is another one"));
            };
        }

        private static void guess(StepContext step) {
            step.ask(
                    TaskSpec.plain("Guess", "1. Guess", Forms.answer("guess", "Guess", Forms.required("word", "Word"))),
                    Guessing::judge);
        }
    }

    @Test
    void theEleventhAnswerInARowIsRefusedAndLeavesNothingInHistory() {
        try (SmallRun run = tenTimesWrong()) {
            long updates = run.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED);
            List<?> before = run.run.events(0);
            Refusal.Told refused = SmallRun.refused(() -> guess(run, "wrong"));
            assertThat(refused.refusal()).isEqualTo(Refusal.TOO_MANY_ANSWERS);
            assertThat(refused.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(15));
            assertThat(SmallRun.refused(() -> guess(run, "right")).refusal()).isEqualTo(Refusal.TOO_MANY_ANSWERS);
            assertThat(run.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED))
                    .isEqualTo(updates)
                    .isEqualTo(11);
            assertThat(run.count(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED))
                    .isEqualTo(11);
            assertThat(run.run.events(0)).isEqualTo(before);
        }
    }

    @Test
    void anAnswerIsTakenAfterThePause() {
        try (SmallRun run = tenTimesWrong()) {
            run.sleep(Duration.ofSeconds(15));
            assertThat(guess(run, "right").verdict().accepted()).isTrue();
            run.decide(OTHER, "guess", SmallRun.fields().put("word", "right"));
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
        }
    }

    @Test
    void anotherWrongAnswerAfterThePauseMakesTheNextOneLonger() {
        try (SmallRun run = tenTimesWrong()) {
            run.sleep(Duration.ofSeconds(15));
            assertThat(guess(run, "wrong").verdict().accepted()).isFalse();
            assertThat(SmallRun.refused(() -> guess(run, "right")).retryAfter().orElseThrow())
                    .isBetween(Duration.ofSeconds(16), Duration.ofSeconds(30));
        }
    }

    @Test
    void anotherTaskIsNotSlowed() {
        try (SmallRun run = tenTimesWrong()) {
            assertThat(run.decide(OTHER, "guess", SmallRun.fields().put("word", "right"))
                            .verdict()
                            .accepted())
                    .isTrue();
        }
    }

    @Test
    void anAnswerWhoseCheckHasADefectIsRefusedAndTheRunGoesOn() {
        try (SmallRun run = new SmallRun(Guessing.class).approved()) {
            run.awaitTask(GUESSING);
            AnswerResult refused = guess(run, "odd");
            assertThat(refused.verdict().accepted()).isFalse();
            assertThat(refused.verdict().reasons().get(0).detail())
                    .contains("the check has a defect: IllegalArgumentException")
                    .doesNotContain("nobody thought");
            assertThat(guess(run, "right").verdict().accepted()).isTrue();
        }
    }

    private static SmallRun tenTimesWrong() {
        SmallRun run = new SmallRun(Guessing.class).approved();
        run.awaitTask(GUESSING);
        for (int i = 0; i < 10; i++) {
            assertThat(guess(run, "wrong").verdict().accepted()).isFalse();
        }
        return run;
    }

    private static AnswerResult guess(SmallRun run, String word) {
        return run.answer(GUESSING, "guess", SmallRun.SAM, SmallRun.fields().put("word", word));
    }
}
