package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.AllowedAction;
import dev.crossrun.api.run.AllowedActions;
import dev.crossrun.api.run.Execution;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.TaskState;
import dev.crossrun.run.task.TaskSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open task in the inbox, from the memo of its run.
 *
 * @param run the id of its run
 * @param runName the name of its run
 * @param requestedBy who requested its run
 * @param openedAt since when it waits
 * @param escalateAt when it is escalated if nobody answers
 * @param expiresAt when it expires; absent if it does not
 * @param dueAt the next of these two
 */
public record TaskItem(
        String id,
        String run,
        String runbook,
        String runName,
        Actor requestedBy,
        TaskKind kind,
        String step,
        String title,
        TaskState state,
        Instant openedAt,
        Optional<Instant> escalateAt,
        Optional<Instant> expiresAt,
        Optional<Instant> dueAt,
        boolean escalated,
        List<AllowedAction> actions) {
    static TaskItem of(TaskSummary task, Execution run, Principal caller) {
        return new TaskItem(
                task.id(),
                run.id(),
                run.summary().runbook(),
                run.summary().name(),
                run.summary().requestedBy(),
                task.kind(),
                task.step(),
                task.title(),
                task.state(),
                task.openedAt(),
                task.escalateAt(),
                task.expiresAt(),
                task.dueAt(),
                task.escalated(),
                AllowedActions.ofListed(task, run, caller));
    }

    /** Whether the caller may answer it now. */
    public boolean mayAnswer() {
        return actions.stream().anyMatch(AllowedAction::allowed);
    }
}
