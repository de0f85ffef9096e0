package dev.crossrun.desk.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimesTest {
    private final Times times = new Times(Clock.fixed(Instant.parse("2026-11-29T10:00:00Z"), ZoneOffset.UTC));

    @Test
    void anInstantInATextIsSaidInWords() {
        assertThat(times.inWords("Open until 2026-11-29T11:30:00Z, $1"))
                .isEqualTo("Open until 2026-11-29 11:30 UTC (in 1 h 30 min), $1");
    }

    @Test
    void whatOnlyLooksLikeAnInstantStaysAsItIs() {
        assertThat(times.inWords("until 2026-99-99T99:99:99Z")).isEqualTo("until 2026-99-99T99:99:99Z");
    }

    @Test
    void durationsAreShort() {
        assertThat(Times.words(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Times.words(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(Times.words(Duration.ofHours(49))).isEqualTo("2 d 1 h");
        assertThat(times.relative(Instant.parse("2026-11-29T09:58:00Z"))).isEqualTo("2 min ago");
    }
}
