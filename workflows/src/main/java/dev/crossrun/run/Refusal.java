package dev.crossrun.run;

import dev.crossrun.domain.Fault;
import io.temporal.failure.ApplicationFailure;
import java.util.List;

/** Why a run did not take an update. Nothing of a refusal enters its history. */
public enum Refusal {
    NO_SUCH_TASK,
    /** Somebody answered it, or the run went on without it. */
    TASK_CLOSED,
    /** Another answer to it is being checked. */
    TASK_BEING_CHECKED,
    /** The caller lacks the role, or is the requester of the plan to approve. */
    NOT_ALLOWED,
    /** The answer does not fit the task's form. */
    BAD_ANSWER,
    NO_SUCH_STEP,
    NOT_REDOABLE,
    RUN_CLOSED,
    NOT_SUPPORTED;

    /** The exception that tells it. */
    public ApplicationFailure because(String message, Fault... faults) {
        return ApplicationFailure.newNonRetryableFailure(message, name(), List.of(faults));
    }
}
