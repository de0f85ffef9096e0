package dev.crossrun.standalone;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The time in which a run only waits for the next attempts of its calls: it is skipped, in strides that grow. */
final class IdleTime {
    /** What a run does. */
    enum Work {
        /** Some call of it is being attempted. */
        AT_WORK,
        /** Each of its calls waits for the next attempt. */
        WAITS,
        /** It has no call open. */
        NONE
    }

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(32);

    /** What is not of the run may have changed after this number of looks at it. */
    private static final int LOOKS = 10;

    private final ServiceTime time;
    private final OpenWork work;
    private final WorkflowExecution run;
    private List<String> waitedFor = List.of();
    private Duration stride = SHORTEST;

    IdleTime(ServiceTime time, String workflowId) {
        this.time = time;
        this.work = new OpenWork(time.client());
        this.run = WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
    }

    /**
     * Skips a stride if every open call waits for its next attempt, and else waits a moment until something happens to the run.
     * Says what the run did.
     */
    Work pass() {
        DescribeWorkflowExecutionResponse now = describe();
        List<PendingActivityInfo> calls = now.getPendingActivitiesList();
        if (!calls.isEmpty() && calls.stream().allMatch(OpenWork::waits)) {
            skipStride(calls);
            return Work.WAITS;
        }
        stride = SHORTEST;
        AtomicInteger looks = new AtomicInteger();
        Waiting.until(() -> looks.incrementAndGet() > LOOKS || !describe().equals(now));
        return calls.isEmpty() ? Work.NONE : Work.AT_WORK;
    }

    private void skipStride(List<PendingActivityInfo> calls) {
        List<String> waitsFor =
                calls.stream().map(PendingActivityInfo::getActivityId).toList();
        if (!waitsFor.equals(waitedFor)) {
            waitedFor = waitsFor;
            stride = SHORTEST;
        }
        skip(stride);
        stride = stride.compareTo(LONGEST) < 0 ? stride.multipliedBy(2) : LONGEST;
    }

    void skip(Duration by) {
        time.move(by);
    }

    /** Whether neither a call nor a workflow task of the run is open. */
    boolean atRest() {
        DescribeWorkflowExecutionResponse now = describe();
        return now.getPendingActivitiesCount() == 0 && !work.isDeciding(now);
    }

    boolean anyCall() {
        return describe().getPendingActivitiesCount() > 0;
    }

    /** The calls that do not wait for their next attempt. */
    List<PendingActivityInfo> atWork() {
        return OpenWork.atWork(describe());
    }

    private DescribeWorkflowExecutionResponse describe() {
        return work.describe(run);
    }
}
