package dev.crossrun.standalone;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.Set;

/** The end of a run by somebody who ends it in Temporal without a word. */
final class Termination {
    private static final Set<EventType> BUSY =
            Set.of(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);

    private Termination() {}

    /**
     * Says whether the run can still be asked how it stands: the in-memory service answers no query of a run that had a task of a
     * worker when it was terminated. That is avoided, but for the moment between the look and the end.
     */
    static boolean of(String workflowId, WorkflowClient temporal) {
        quiet(workflowId, temporal);
        temporal.newUntypedWorkflowStub(workflowId).terminate("by hand");
        List<HistoryEvent> events = temporal.fetchHistory(workflowId).getEvents();
        return !BUSY.contains(events.get(events.size() - 2).getEventType());
    }

    /** Waits until no worker has a task of the run; gives the last event's id. */
    static long quiet(String workflowId, WorkflowClient temporal) {
        while (true) {
            HistoryEvent last = temporal.fetchHistory(workflowId).getLastEvent();
            if (!BUSY.contains(last.getEventType())) {
                return last.getEventId();
            }
            Thread.onSpinWait();
        }
    }
}
