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
        for (int i = 0; i < 8; i++) {
            pace.await("here");
        }
        assertThat(clock.nanoTime()).isZero();
        for (int i = 0; i < 100; i++) {
            pace.await("here");
        }
        assertThat(clock.nanoTime()).isEqualTo(INTERVAL.multipliedBy(100).toNanos());
    }

    @Test
    void afterAPauseSomeAreMadeAtOnceAgain() {
        someCallsAreMadeAtOnceAndThenOneInEachInterval();
        clock.sleep(INTERVAL.multipliedBy(20));
        long before = clock.nanoTime();
        for (int i = 0; i < 8; i++) {
            pace.await("here");
        }
        assertThat(clock.nanoTime()).isEqualTo(before);
    }

    @Test
    void eachPlaceHasALimitOfItsOwn() {
        someCallsAreMadeAtOnceAndThenOneInEachInterval();
        long before = clock.nanoTime();
        pace.await("elsewhere");
        assertThat(clock.nanoTime()).isEqualTo(before);
        pace.await("here");
        assertThat(clock.nanoTime()).isEqualTo(before + INTERVAL.toNanos());
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
