package dev.crossrun.api.run;

import dev.crossrun.run.RunAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DataConverter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The retries of calls that have ended, by step: Temporal's history has the attempts of each call, and its header the step. */
final class PastRetries {
    private final Map<Long, String> steps = new HashMap<>();
    private final Map<String, Retries> byStep = new HashMap<>();
    private final DataConverter converter;

    private PastRetries(DataConverter converter) {
        this.converter = converter;
    }

    static Map<String, Retries> in(Stream<HistoryEvent> history, DataConverter converter) {
        PastRetries retries = new PastRetries(converter);
        history.forEachOrdered(retries::read);
        return Map.copyOf(retries.byStep);
    }

    private void read(HistoryEvent event) {
        if (event.hasActivityTaskScheduledEventAttributes()) {
            scheduled(event.getEventId(), event.getActivityTaskScheduledEventAttributes());
        } else if (event.hasActivityTaskStartedEventAttributes()) {
            started(event.getActivityTaskStartedEventAttributes());
        }
    }

    private void scheduled(long id, ActivityTaskScheduledEventAttributes call) {
        RunAttributes.step(call.getHeader().getFieldsMap()).ifPresent(step -> steps.put(id, step));
    }

    private void started(ActivityTaskStartedEventAttributes call) {
        String step = steps.get(call.getScheduledEventId());
        if (step != null && call.getAttempt() > 1) {
            byStep.put(
                    step,
                    byStep.getOrDefault(step, Retries.NONE)
                            .and(
                                    call.getAttempt() - 1,
                                    call.hasLastFailure()
                                            ? Optional.of(PendingRetries.failure(call.getLastFailure(), converter))
                                            : Optional.empty()));
        }
    }
}
