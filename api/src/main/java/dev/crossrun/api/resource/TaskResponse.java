package dev.crossrun.api.resource;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.AllowedAction;
import dev.crossrun.api.run.AllowedActions;
import dev.crossrun.api.run.Execution;
import dev.crossrun.run.task.Task;
import java.util.List;

/**
 * A task as the API shows it.
 *
 * @param run id of its run
 * @param actions each way to answer it, and whether the caller may answer so now
 */
public record TaskResponse(String run, @JsonUnwrapped Task task, List<AllowedAction> actions) {
    static TaskResponse of(Task task, Execution run, Principal caller) {
        return new TaskResponse(run.id(), task, AllowedActions.ofTask(task, run, caller));
    }
}
