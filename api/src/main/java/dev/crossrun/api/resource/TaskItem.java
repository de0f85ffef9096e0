package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.AllowedAction;
import dev.crossrun.api.run.Execution;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.TaskState;
import dev.crossrun.run.task.TaskSummary;
import java.time.Instant;
import java.util.List;

/** An open task in the inbox: what the memo of its run tells. */
record TaskItem(
        String id,
        String run,
        TaskKind kind,
        String step,
        String title,
        TaskState state,
        Instant openedAt,
        boolean escalated,
        List<AllowedAction> actions) {
    static TaskItem of(TaskSummary task, Execution run, Principal caller) {
        return new TaskItem(
                task.id(),
                run.id(),
                task.kind(),
                task.step(),
                task.title(),
                task.state(),
                task.openedAt(),
                task.escalated(),
                List.of(AllowedAction.of(
                        "answer", TaskResponse.notOpen(task.state()).or(() -> task.refusal(caller.caller())))));
    }

    boolean mayAnswer() {
        return actions.stream().anyMatch(AllowedAction::allowed);
    }
}
