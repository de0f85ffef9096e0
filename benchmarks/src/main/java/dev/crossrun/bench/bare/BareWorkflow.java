package dev.crossrun.bench.bare;

import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Activities and updates, and nothing else. */
@WorkflowInterface
public interface BareWorkflow {
    @WorkflowMethod
    void run(Shape shape);

    /** Returns when the activities before it are done. */
    @UpdateMethod
    void update(String payload);
}
