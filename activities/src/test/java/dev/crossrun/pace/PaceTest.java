package dev.crossrun.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    final ManualClock clock = new ManualClock();
    final Pace<String> pace = new Pace<>(clock, 8, INTERVAL);

    @Test
    void someCallsAreMadeAtOnceAndThenOneInEachInterval() {
        calls(8);
        assertThat(clock.nanoTime()).isZero();
        calls(100);
        assertThat(clock.nanoTime()).isEqualTo(intervals(100));
    }

    @Test
    void howeverLongAPauseIsNoMoreAreMadeAtOnce() {
        calls(8);
        clock.sleep(INTERVAL.multipliedBy(20));
        calls(8);
        assertThat(clock.nanoTime()).isEqualTo(intervals(20));
        calls(1);
        assertThat(clock.nanoTime()).isEqualTo(intervals(21));
    }

    @Test
    void eachPlaceHasALimitOfItsOwn() {
        calls(9);
        pace.await("elsewhere");
        assertThat(clock.nanoTime()).isEqualTo(intervals(1));
    }

    private void calls(int howMany) {
        for (int i = 0; i < howMany; i++) {
            pace.await("here");
        }
    }

    private static long intervals(int howMany) {
        return INTERVAL.multipliedBy(howMany).toNanos();
    }

    /** Time passes when somebody sleeps. */
    private static final class ManualClock implements PaceClock {
        private long nanos;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleep(Duration time) {
            nanos += time.toNanos();
        }
    }
}
