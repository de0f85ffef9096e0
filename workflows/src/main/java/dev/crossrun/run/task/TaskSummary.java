package dev.crossrun.run.task;

import static java.util.Comparator.naturalOrder;

import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An open task in the inbox.
 *
 * @param notBy who may not answer it, whatever their role
 * @param escalateAt when it is escalated if nobody answers
 * @param expiresAt when it expires; absent if it does not
 */
public record TaskSummary(
        String id,
        TaskKind kind,
        List<Actor> notBy,
        String step,
        String title,
        TaskState state,
        Instant openedAt,
        Optional<Instant> escalateAt,
        Optional<Instant> expiresAt,
        boolean escalated) {
    public TaskSummary {
        notBy = List.copyOf(notBy);
    }

    /** By when it wants an answer: the next of escalation and expiry. Absent after the escalation of a task that does not expire. */
    public Optional<Instant> dueAt() {
        return dueAt(escalated, escalateAt, expiresAt);
    }

    static Optional<Instant> dueAt(boolean escalated, Optional<Instant> escalateAt, Optional<Instant> expiresAt) {
        return escalated
                ? expiresAt
                : Stream.concat(escalateAt.stream(), expiresAt.stream()).min(naturalOrder());
    }

    /** Why this caller may not answer it while it is open; empty if the caller may. */
    public Optional<String> refusal(Caller caller) {
        return kind.refusal(caller, notBy);
    }
}
