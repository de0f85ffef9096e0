package dev.crossrun.run.task;

import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import java.time.Instant;
import java.util.List;

/**
 * An open task in the inbox.
 *
 * @param notBy who may not answer it, whatever their role
 */
public record TaskSummary(
        String id,
        TaskKind kind,
        List<Actor> notBy,
        String step,
        String title,
        TaskState state,
        Instant openedAt,
        boolean escalated) {
    public TaskSummary {
        notBy = List.copyOf(notBy);
    }

    /** Whether this caller may answer it. */
    public boolean mayBeAnsweredBy(Caller caller) {
        return kind.mayBeAnsweredBy(caller, notBy);
    }
}
