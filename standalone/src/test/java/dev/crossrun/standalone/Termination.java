package dev.crossrun.standalone;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClient;
import java.util.Set;

/** The end of a run by somebody who ends it in Temporal without a word. */
final class Termination {
    private static final Set<EventType> BUSY =
            Set.of(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);

    private Termination() {}

    /** The in-memory service answers no query of a run that was terminated while a worker had a task of it; so not then. */
    static void of(String workflowId, WorkflowClient temporal) {
        while (BUSY.contains(temporal.fetchHistory(workflowId).getLastEvent().getEventType())) {
            Thread.onSpinWait();
        }
        temporal.newUntypedWorkflowStub(workflowId).terminate("by hand");
    }
}
