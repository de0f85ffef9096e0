package dev.crossrun.api.resource;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.AllowedAction;
import dev.crossrun.api.run.Execution;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskState;
import java.util.List;
import java.util.Optional;

/**
 * A task as the API shows it.
 *
 * @param run id of its run
 * @param actions each way to answer it, and whether the caller may answer so now
 */
public record TaskResponse(String run, @JsonUnwrapped Task task, List<AllowedAction> actions) {
    static TaskResponse of(Task task, Execution run, Principal caller) {
        return new TaskResponse(
                run.id(),
                task,
                task.answers().stream()
                        .map(form -> AllowedAction.of(form.action(), whyNot(form.action(), task, run, caller)))
                        .toList());
    }

    private static Optional<String> whyNot(String action, Task task, Execution run, Principal caller) {
        return Optional.of("The run has ended")
                .filter(any -> !run.open())
                .or(() -> task.takes(action) ? Optional.empty() : notOpen(task.state()))
                .or(() -> task.refusal(caller.caller()));
    }

    static Optional<String> notOpen(TaskState state) {
        return switch (state) {
            case OPEN -> Optional.empty();
            case CHECKING -> Optional.of("An answer is being checked");
            case CLOSED -> Optional.of("The task is closed");
        };
    }
}
