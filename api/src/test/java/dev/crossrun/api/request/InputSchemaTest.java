package dev.crossrun.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputSchemaTest {
    private static final String PATTERN =
            InputSchema.of(Waiting.class).at("/properties/patience/pattern").asText();

    private record Waiting(Duration patience) {}

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "PT30M", "PT20S", "P1DT2H", "PT1H30M5S", "P999D"})
    void takesADurationThatATimerCanWait(String text) {
        assertThat(text).matches(PATTERN);
        assertThat(Duration.parse(text)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT", "P1DT", "Pfoo", "PT0S", "P0D", "P0DT0H", "-P1D", "PT-5M", "P1000D", "P1M", "P1Y"})
    void refusesWhatIsNoDurationOrNoTimeAtAll(String text) {
        assertThat(text).doesNotMatch(PATTERN);
    }
}
