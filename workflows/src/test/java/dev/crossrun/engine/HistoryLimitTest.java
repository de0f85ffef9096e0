package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** At which point a run takes no more documents. */
class HistoryLimitTest {
    @Test
    void isNearlyFullAt60PercentOfTheEventsThatTemporalAllows() {
        assertThat(HistoryLimit.nearlyFull(30_719, 0)).isFalse();
        assertThat(HistoryLimit.nearlyFull(30_720, 0)).isTrue();
    }

    @Test
    void isNearlyFullAt60PercentOfTheBytesThatTemporalAllows() {
        assertThat(HistoryLimit.nearlyFull(0, 31_457_279)).isFalse();
        assertThat(HistoryLimit.nearlyFull(0, 31_457_280)).isTrue();
    }
}
