package dev.crossrun.run.health;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;

/** A workflow that shows by its end that a worker takes workflow tasks and activities. It changes nothing. */
@WorkflowInterface
public interface HealthCheck {
    /**
     * The credentials of the worker that takes it.
     *
     * @param limit how long they may take together
     */
    @WorkflowMethod
    List<Credential> credentials(Duration limit);
}
