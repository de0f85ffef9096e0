package dev.crossrun.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT2H, 2 hours",
        "PT1H, 1 hour",
        "PT90M, 1 hour 30 minutes",
        "P1DT30M, 1 day 30 minutes",
        "PT59S, 59 seconds",
        "PT0S, 0 seconds",
    })
    void saysADurationAsPeopleDo(Duration duration, String words) {
        assertThat(DurationText.of(duration)).isEqualTo(words);
    }
}
