package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run's time divides: in calls while an activity runs (Temporal history, from started to completed), whatever the worker does
 * meanwhile; waiting for people while a task is open and no activity runs; waiting for a time that a step named while neither is so;
 * in the engine otherwise.
 */
record TimeSpent(Duration total, Duration calls, Duration people, Duration waiting) {
    Duration engine() {
        return total.minus(calls).minus(people).minus(waiting);
    }

    /** {@code events} are the run's own. */
    static TimeSpent of(Instant from, Instant to, List<HistoryEvent> history, JsonNode events) {
        List<Span> calls = calls(history);
        List<Span> either = new ArrayList<>(calls);
        either.addAll(tasks(events));
        Duration inCalls = covered(calls);
        Duration people = covered(either).minus(inCalls);
        either.addAll(timers(history));
        return new TimeSpent(
                Duration.between(from, to),
                inCalls,
                people,
                covered(either).minus(inCalls).minus(people));
    }

    /** Those that have a name: others are reminders. */
    private static List<Span> timers(List<HistoryEvent> history) {
        Map<Long, Instant> started = new HashMap<>();
        List<Span> timers = new ArrayList<>();
        for (HistoryEvent event : history) {
            Instant at = instant(event.getEventTime());
            if (event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED
                    && event.getUserMetadata().hasSummary()) {
                started.put(event.getEventId(), at);
            } else if (event.getEventType() == EventType.EVENT_TYPE_TIMER_FIRED) {
                Optional.ofNullable(
                                started.get(event.getTimerFiredEventAttributes().getStartedEventId()))
                        .ifPresent(from -> timers.add(new Span(from, at)));
            }
        }
        return timers;
    }

    private record Span(Instant from, Instant to) {}

    private static List<Span> calls(List<HistoryEvent> history) {
        Map<Long, Instant> started = new HashMap<>();
        List<Span> calls = new ArrayList<>();
        for (HistoryEvent event : history) {
            Instant at = instant(event.getEventTime());
            if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED) {
                started.put(event.getEventId(), at);
            } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) {
                long id = event.getActivityTaskCompletedEventAttributes().getStartedEventId();
                calls.add(new Span(started.getOrDefault(id, at), at));
            }
        }
        return calls;
    }

    private static List<Span> tasks(JsonNode events) {
        Map<String, Instant> opened = new HashMap<>();
        List<Span> tasks = new ArrayList<>();
        for (JsonNode event : events) {
            Instant at = Instant.parse(event.path("at").asText());
            String task = event.path("task").asText();
            if (event.path("type").asText().equals("TASK_OPENED")) {
                opened.put(task, at);
            } else if (event.path("type").asText().equals("TASK_ANSWERED")) {
                tasks.add(new Span(opened.getOrDefault(task, at), at));
            }
        }
        return tasks;
    }

    /** The time that at least one of these spans covers. */
    private static Duration covered(List<Span> spans) {
        Duration covered = Duration.ZERO;
        Instant end = Instant.MIN;
        for (Span span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            Instant from = span.from().isAfter(end) ? span.from() : end;
            if (span.to().isAfter(from)) {
                covered = covered.plus(Duration.between(from, span.to()));
                end = span.to();
            }
        }
        return covered;
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
