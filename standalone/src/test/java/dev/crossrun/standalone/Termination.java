package dev.crossrun.standalone;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The end of a run by somebody who ends it in Temporal without a word. */
final class Termination {
    private static final Set<EventType> BUSY =
            Set.of(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);

    private static final Set<EventType> DONE = Set.of(
            EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
            EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);

    private Termination() {}

    /**
     * Ends it when no worker has a task of it: then it can still be asked how it stands, which the in-memory service otherwise
     * does not answer.
     */
    static void of(String workflowId, WorkflowClient temporal) {
        quiet(workflowId, temporal);
        atOnce(workflowId, temporal);
    }

    static void atOnce(String workflowId, WorkflowClient temporal) {
        temporal.newUntypedWorkflowStub(workflowId).terminate("by hand");
    }

    /** Waits until no worker has a task of the run; gives the number of its events. */
    static int quiet(String workflowId, WorkflowClient temporal) {
        List<HistoryEvent> events = new ArrayList<>();
        Waiting.until(() -> {
            events.clear();
            events.addAll(temporal.fetchHistory(workflowId).getEvents());
            return !isBusy(events);
        });
        return events.size();
    }

    /** Whether its latest task is not done. */
    private static boolean isBusy(List<HistoryEvent> events) {
        return events.stream()
                .map(HistoryEvent::getEventType)
                .filter(type -> BUSY.contains(type) || DONE.contains(type))
                .reduce((earlier, later) -> later)
                .filter(BUSY::contains)
                .isPresent();
    }
}
