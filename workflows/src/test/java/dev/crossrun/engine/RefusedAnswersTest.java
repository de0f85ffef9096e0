package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.crossrun.run.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long a task takes no answer after several that were refused. */
class RefusedAnswersTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final RefusedAnswers refused = new RefusedAnswers();

    @Test
    void slowsNobodyAfterNineRefusals() {
        refuse(9);
        assertThatCode(() -> refused.requirePause(NOW)).doesNotThrowAnyException();
    }

    @Test
    void pausesFor15SecondsAfterTheTenth() {
        refuse(10);
        assertThat(told(NOW).refusal()).isEqualTo(Refusal.TOO_MANY_ANSWERS);
        assertThat(told(NOW).retryAfter()).contains(Duration.ofSeconds(15));
        assertThat(told(NOW).message()).startsWith("10 answers to this task were refused.");
    }

    @Test
    void saysHowMuchOfThePauseIsLeft() {
        refuse(10);
        assertThat(told(NOW.plusSeconds(5)).retryAfter()).contains(Duration.ofSeconds(10));
        assertThat(told(NOW.plusMillis(14_900)).retryAfter()).contains(Duration.ofSeconds(1));
    }

    @Test
    void takesAnAnswerWhenThePauseIsOver() {
        refuse(10);
        assertThatCode(() -> refused.requirePause(NOW.plusSeconds(15))).doesNotThrowAnyException();
    }

    @Test
    void doublesThePauseWithEachFurtherRefusal() {
        refuse(11);
        assertThat(told(NOW).retryAfter()).contains(Duration.ofSeconds(30));
        refuse(1);
        assertThat(told(NOW).retryAfter()).contains(Duration.ofSeconds(60));
    }

    @Test
    void neverPausesLongerThanAnHour() {
        refuse(17);
        assertThat(told(NOW).retryAfter()).contains(Duration.ofMinutes(32));
        refuse(1);
        assertThat(told(NOW).retryAfter()).contains(Duration.ofHours(1));
        refuse(1_000);
        assertThat(told(NOW).retryAfter()).contains(Duration.ofHours(1));
    }

    private void refuse(int times) {
        for (int i = 0; i < times; i++) {
            refused.count(NOW);
        }
    }

    private Refusal.Told told(Instant at) {
        return Refusal.in(catchThrowable(() -> refused.requirePause(at))).orElseThrow();
    }
}
