package dev.crossrun.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.RunAttributes;
import io.temporal.api.common.v1.Header;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PastRetriesTest {
    @Test
    void theRetriesOfAStepAreThoseOfAllItsCallsWithTheFailureBeforeTheLast() {
        Map<String, Retries> retries = PastRetries.in(
                Stream.of(
                        scheduled(5, Optional.of("apple")),
                        scheduled(6, Optional.of("plum")),
                        scheduled(7, Optional.empty()),
                        started(5, 3, Optional.of("oven is cold")),
                        started(6, 1, Optional.empty()),
                        started(7, 9, Optional.of("nobody listens")),
                        scheduled(11, Optional.of("apple")),
                        started(11, 2, Optional.of("oven is hot"))),
                any -> GlobalDataConverter.get());
        assertThat(retries).containsOnlyKeys("apple");
        assertThat(retries.get("apple").count()).isEqualTo(3);
        assertThat(retries.get("apple").lastFailure().orElseThrow().message()).isEqualTo("oven is hot");
        assertThat(retries.get("apple").lastFailure().orElseThrow().type()).isEqualTo("NOT_READY");
    }

    private static HistoryEvent scheduled(long id, Optional<String> step) {
        Header.Builder header = Header.newBuilder();
        step.ifPresent(name -> header.putFields(
                RunAttributes.HEADER_STEP,
                GlobalDataConverter.get().toPayload(name).orElseThrow()));
        return HistoryEvent.newBuilder()
                .setEventId(id)
                .setActivityTaskScheduledEventAttributes(
                        ActivityTaskScheduledEventAttributes.newBuilder().setHeader(header))
                .build();
    }

    private static HistoryEvent started(long scheduled, int attempt, Optional<String> failure) {
        ActivityTaskStartedEventAttributes.Builder started = ActivityTaskStartedEventAttributes.newBuilder()
                .setScheduledEventId(scheduled)
                .setAttempt(attempt);
        failure.ifPresent(message -> started.setLastFailure(Failure.newBuilder()
                .setMessage(message)
                .setApplicationFailureInfo(ApplicationFailureInfo.newBuilder().setType("NOT_READY"))));
        return HistoryEvent.newBuilder()
                .setActivityTaskStartedEventAttributes(started)
                .build();
    }
}
