package dev.crossrun.engine;

import dev.crossrun.run.Refusal;
import java.time.Duration;
import java.time.Instant;

/**
 * How often answers to a task were accepted as updates and refused in substance. Each stays in history, so after a few the task
 * is slowed: Temporal takes 2,000 updates of a run in all.
 */
final class RefusedAnswers {
    /** The number of refused answers that are not slowed. */
    static final int FREE = 10;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private int count;
    private Instant next = Instant.EPOCH;

    void count(Instant now) {
        count++;
        if (count >= FREE) {
            int doublings = Math.min(count - FREE, 10);
            Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
            next = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }

    /** Refuses an answer that comes too soon after others. */
    void requirePause(Instant now) {
        if (now.isBefore(next)) {
            throw Refusal.TOO_MANY_ANSWERS.because(
                    count + " answers to this task were refused.", Duration.between(now, next));
        }
    }
}
