package dev.crossrun.bench.bare;

import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The activities and updates of a workflow, and which of them wait for others.
 *
 * @param phases what happens before, between and after the updates. A phase is a list of waves, which follow one another; a wave
 *     is a number of activities at the same time
 */
public record Shape(List<List<Integer>> phases) {
    public Shape {
        phases = phases.stream().map(List::copyOf).toList();
    }

    /** The shape of an execution with this history. What was scheduled when an activity had completed belongs to the next wave. */
    public static Shape of(List<HistoryEvent> history) {
        Reading reading = new Reading();
        history.forEach(reading::add);
        return new Shape(reading.phases);
    }

    public int activities() {
        return phases.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum();
    }

    public int updates() {
        return phases.size() - 1;
    }

    private static final class Reading {
        /** The wave of each activity of this phase, by the id of its scheduled event. */
        private final Map<Long, Integer> waves = new HashMap<>();

        private final List<List<Integer>> phases = new ArrayList<>(List.of(new ArrayList<>()));
        private int next;
        private boolean decided;

        void add(HistoryEvent event) {
            switch (event.getEventType()) {
                case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> decided = true;
                case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> scheduled(event.getEventId());
                case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
                    ended(event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
                case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
                    ended(event.getActivityTaskFailedEventAttributes().getScheduledEventId());
                case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED -> updated();
                default -> {
                    // Nothing that the baseline has.
                }
            }
        }

        private void scheduled(long id) {
            waves.put(id, next);
            List<Integer> phase = phases.get(phases.size() - 1);
            while (phase.size() <= next) {
                phase.add(0);
            }
            phase.set(next, phase.get(next) + 1);
        }

        private void ended(long id) {
            int after = waves.getOrDefault(id, -1) + 1;
            next = decided ? after : Math.max(next, after);
            decided = false;
        }

        private void updated() {
            phases.get(phases.size() - 1).removeAll(Collections.singleton(0));
            phases.add(new ArrayList<>());
            waves.clear();
            next = 0;
            decided = true;
        }
    }
}
