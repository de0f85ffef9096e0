package dev.crossrun.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.failure.ProviderError;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTypeTest {
    @Test
    void readsADetailThatWasWrittenBeforeThereWereRemedies() {
        DefaultDataConverter converter = DefaultDataConverter.newDefaultInstance();
        var payload = converter
                .toPayload(new Before(Optional.of("Iam"), Optional.empty(), Optional.empty()))
                .orElseThrow();
        assertThat(converter.fromPayload(payload, ProviderError.class, ProviderError.class))
                .isEqualTo(new ProviderError(Optional.of("Iam"), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void keepsEverythingButTheRemedyWhereABetterOneIsKnown() {
        ProviderError error =
                new ProviderError(Optional.of("Graph"), Optional.of("X"), Optional.of("r-1"), Optional.of("Wait."));
        ApplicationFailure failure = FailureType.THROTTLED.failureAfter(Duration.ofSeconds(7), "busy", error);
        ApplicationFailure better = FailureType.fixedBy(failure, "Call less often.");
        assertThat(FailureType.error(better)).isEqualTo(error.fixedBy("Call less often."));
        assertThat(FailureType.of(better)).contains(FailureType.THROTTLED);
        assertThat(better.getOriginalMessage()).isEqualTo("busy");
        assertThat(better.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(7));
        assertThat(better.isNonRetryable()).isFalse();
    }

    @Test
    void knowsNothingOfAFailureThatIsNotOneOfThese() {
        assertThat(FailureType.error(ApplicationFailure.newFailure("defect", "NullPointerException", "detail")))
                .isEqualTo(ProviderError.none());
    }

    /** What {@link ProviderError} was. */
    record Before(Optional<String> provider, Optional<String> code, Optional<String> requestId) {}
}
