package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallsTest {
    @Test
    void aSummaryFitsWhatTemporalTakesWhateverIsNamedInIt() {
        String summary = Calls.ordinary("Assign " + "\u65e5".repeat(300)).getSummary();
        assertThat(summary).startsWith("Assign ").endsWith("\u2026");
        assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(400);
        assertThat(Calls.ordinary("Assign Ada").getSummary()).isEqualTo("Assign Ada");
    }
}
