package dev.crossrun.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacesTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    @Test
    void aWorkerMakesSomeCallsAtOnceAndThenOneInEachInterval() {
        assertThat(calls(1, 8, Duration.ofSeconds(10))).isEqualTo(8 + 100);
    }

    @Test
    void severalWorkersTogetherMakeAsManyCallsAsOneAlone() {
        assertThat(2 * calls(2, 8, Duration.ofSeconds(10))).isEqualTo(calls(1, 8, Duration.ofSeconds(10)));
        assertThat(4 * calls(4, 8, Duration.ofSeconds(10))).isEqualTo(calls(1, 8, Duration.ofSeconds(10)));
    }

    @Test
    void eachOfManyWorkersMayCallOnceAfterAPause() {
        assertThat(calls(20, 8, Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void eachPlaceHasALimitOfItsOwn() {
        ManualClock clock = new ManualClock();
        Pace<String> pace = new Paces(clock, 2).of(2, INTERVAL);
        pace.await("one");
        pace.await("another");
        assertThat(clock.nanoTime()).isZero();
        pace.await("one");
        assertThat(clock.nanoTime()).isEqualTo(INTERVAL.multipliedBy(2).toNanos());
    }

    /** How many calls one of these workers makes until this time has passed. */
    private static int calls(int workers, int atOnce, Duration until) {
        ManualClock clock = new ManualClock();
        Pace<String> pace = new Paces(clock, workers).of(atOnce, INTERVAL);
        int calls = -1;
        while (clock.nanoTime() <= until.toNanos()) {
            pace.await("here");
            calls++;
        }
        return calls;
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
