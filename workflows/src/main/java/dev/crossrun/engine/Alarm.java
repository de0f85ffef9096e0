package dev.crossrun.engine;

import dev.crossrun.timer.NamedTimer;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Wakes a run at the deadlines of its tasks. One timer serves all tasks that are open; a timer that nobody needs any more is left
 * to fire, since canceling it and starting another costs events, too.
 */
final class Alarm {
    private Optional<Instant> set = Optional.empty();
    private int rung;

    /** Wakes the run at this instant or before. */
    void at(Instant deadline) {
        if (set.filter(earlier -> !earlier.isAfter(deadline)).isPresent()) {
            return;
        }
        set = Optional.of(deadline);
        Duration left = Duration.between(Journal.now(), deadline);
        Workflow.newDetachedCancellationScope(() -> NamedTimer.start(left, "Reminder, escalation or end of a task")
                        .handle((fired, failure) -> ring()))
                .run();
    }

    private int ring() {
        set = Optional.empty();
        return ++rung;
    }

    /** The number of times it has gone off. Everyone with a deadline then looks at it and sets the alarm again. */
    int rung() {
        return rung;
    }
}
