package dev.crossrun.api.resource;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.Execution;
import dev.crossrun.run.task.Task;

/**
 * A task as the API shows it.
 *
 * @param run id of its run
 * @param mayAnswer whether the caller may answer it now
 */
record TaskResponse(String run, @JsonUnwrapped Task task, boolean mayAnswer) {
    static TaskResponse of(Task task, Execution run, Principal caller) {
        boolean allowed = task.mayBeAnsweredBy(caller.caller()) && run.open() && task.answerable();
        return new TaskResponse(run.id(), task, allowed);
    }
}
