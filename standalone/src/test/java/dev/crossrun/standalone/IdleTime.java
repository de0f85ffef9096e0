package dev.crossrun.standalone;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
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

    private final WorkflowClient temporal;
    private final ServiceTime time;
    private final String workflowId;
    private List<String> waitedFor = List.of();
    private Duration stride = SHORTEST;

    IdleTime(WorkflowClient temporal, String workflowId) {
        this.temporal = temporal;
        this.time = new ServiceTime(temporal);
        this.workflowId = workflowId;
    }

    /**
     * Skips a stride if every open call waits for its next attempt, and else waits a moment until something happens to the run.
     * Says what the run did.
     */
    Work pass() {
        DescribeWorkflowExecutionResponse run = describe();
        List<PendingActivityInfo> calls = run.getPendingActivitiesList();
        if (!calls.isEmpty() && calls.stream().allMatch(IdleTime::waits)) {
            skipStride(calls);
            return Work.WAITS;
        }
        stride = SHORTEST;
        AtomicInteger looks = new AtomicInteger();
        Waiting.until(() -> looks.incrementAndGet() > LOOKS || !describe().equals(run));
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

    boolean anyCall() {
        return describe().getPendingActivitiesCount() > 0;
    }

    /** The calls that do not wait for their next attempt. */
    List<PendingActivityInfo> atWork() {
        return describe().getPendingActivitiesList().stream()
                .filter(call -> !waits(call))
                .toList();
    }

    /** The in-memory service calls a call started, also while it waits for its next attempt. */
    private static boolean waits(PendingActivityInfo activity) {
        return activity.hasLastAttemptCompleteTime()
                && Timestamps.compare(activity.getLastAttemptCompleteTime(), activity.getLastStartedTime()) >= 0;
    }

    private DescribeWorkflowExecutionResponse describe() {
        return temporal.getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(temporal.getOptions().getNamespace())
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                        .build());
    }
}
