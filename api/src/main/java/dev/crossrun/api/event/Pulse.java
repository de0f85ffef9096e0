package dev.crossrun.api.event;

import dev.crossrun.run.RunEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** How soon a run is asked for its events again: soon after something happened, and rarely while it only waits for people. */
final class Pulse {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration WORKING = Duration.ofSeconds(1);
    private static final Duration WAITING = Duration.ofSeconds(5);

    private final Set<String> started = new HashSet<>();
    private final Set<String> asking = new HashSet<>();
    private Duration pause = SOON;

    void heard(RunEvent event) {
        pause = SOON;
        event.step().ifPresent(step -> {
            switch (event.type()) {
                case STEP_STARTED -> started.add(step);
                case STEP_DONE, STEP_SKIPPED -> started.remove(step);
                case TASK_OPENED -> asking.add(step);
                case TASK_ANSWERED, TASK_WITHDRAWN, TASK_EXPIRED -> asking.remove(step);
                default -> {
                    // Nothing of it says whether the step waits for a person.
                }
            }
        });
    }

    /** Nothing was heard: each pause is twice the last one. */
    void quiet() {
        Duration longest = !asking.isEmpty() && asking.containsAll(started) ? WAITING : WORKING;
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(longest) < 0 ? twice : longest;
    }

    /** Something will happen at once. */
    void wake() {
        pause = SOON;
    }

    Duration pause() {
        return pause;
    }
}
