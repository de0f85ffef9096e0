package dev.crossrun.api.run;

import dev.crossrun.run.RunAttributes;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DataConverter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The retries of calls that have ended, by step: Temporal's history has the attempts of each call, and its header the step. */
final class PastRetries {
    private final Map<Long, Call> calls = new HashMap<>();
    private final Map<String, Retries> byStep = new HashMap<>();
    private final Function<String, DataConverter> converters;

    /** A call of an activity. */
    private record Call(String step, String type) {}

    private PastRetries(Function<String, DataConverter> converters) {
        this.converters = converters;
    }

    static Map<String, Retries> in(Stream<HistoryEvent> history, Function<String, DataConverter> converters) {
        PastRetries retries = new PastRetries(converters);
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
        RunAttributes.step(call.getHeader().getFieldsMap())
                .ifPresent(step ->
                        calls.put(id, new Call(step, call.getActivityType().getName())));
    }

    private void started(ActivityTaskStartedEventAttributes call) {
        Call called = calls.get(call.getScheduledEventId());
        if (called != null && call.getAttempt() > 1) {
            byStep.put(
                    called.step(),
                    byStep.getOrDefault(called.step(), Retries.NONE)
                            .and(
                                    call.getAttempt() - 1,
                                    call.hasLastFailure()
                                            ? Optional.of(PendingRetries.failure(
                                                    call.getLastFailure(), converters.apply(called.type())))
                                            : Optional.empty()));
        }
    }
}
