package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPausesTest {
    @ParameterizedTest(name = "{0} after {1} s: {2} ms")
    @CsvSource({
        "NOT_READY, 0, 500",
        "NOT_READY, 4, 500",
        "NOT_READY, 20, 2000",
        "NOT_READY, 300, 30000",
        "NOT_READY, 86400, 30000",
        "THROTTLED, 0, 500",
        "THROTTLED, 10, 5000",
        "UNAVAILABLE, 3600, 30000",
    })
    void aCallPausesForAPartOfWhatItHasWaited(String failureType, long waited, long pause) {
        assertThat(RetryPauses.pause(failureType, Duration.ofSeconds(waited))).isEqualTo(Duration.ofMillis(pause));
    }
}
