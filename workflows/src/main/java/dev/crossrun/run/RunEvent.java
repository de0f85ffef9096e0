package dev.crossrun.run;

import dev.crossrun.run.actor.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run.
 *
 * @param seq from 1 within the run
 * @param text one sentence
 */
public record RunEvent(
        int seq,
        Instant at,
        Type type,
        Optional<String> step,
        Optional<String> task,
        Optional<Actor> actor,
        String text,
        Map<String, String> data) {
    public RunEvent {
        data = Map.copyOf(data);
    }

    /** What happened. */
    public enum Type {
        RUN_STARTED,
        PLAN_READY,
        APPROVED,
        REJECTED,
        STEP_STARTED,
        STEP_DONE,
        STEP_SKIPPED,
        STEP_STUCK,
        STEP_REDONE,
        /** A stuck step is tried again with other input, which is the text. */
        INPUT_CORRECTED,
        TASK_OPENED,
        TASK_REMINDED,
        TASK_ESCALATED,
        TASK_EXPIRED,
        TASK_ANSWERED,
        TASK_WITHDRAWN,
        EFFECT,
        EVIDENCE,
        UNDONE,
        ABORT_REQUESTED,
        NOTIFICATION_LOST,
        /** The run takes no more documents: Temporal would end it at its limits. */
        HISTORY_NEARLY_FULL,
        RUN_CLOSED
    }
}
