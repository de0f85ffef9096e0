package dev.crossrun.standalone;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The attempts of a worker that was killed. The service's time does not pass faster while they count as being worked on. */
final class Orphans {
    /** What is left to pass in real time, so that no attempt times out while it does not count. */
    private static final Duration REST = Duration.ofMillis(100);

    private final IdleTime idleTime;
    private final ServiceTime time;
    private final Duration limit;

    /** Attempts time out after {@code limit}. */
    Orphans(IdleTime idleTime, ServiceTime time, Duration limit) {
        this.idleTime = idleTime;
        this.time = time;
        this.limit = limit;
    }

    /** Lets all of them time out while no worker is there. */
    void timeOut() {
        List<PendingActivityInfo> open = idleTime.atWork();
        List<Instant> started = open.stream()
                .filter(call -> call.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
                .map(call -> Instant.ofEpochMilli(Timestamps.toMillis(call.getLastStartedTime())))
                .sorted(Comparator.naturalOrder())
                .toList();
        if (started.isEmpty()) {
            return;
        }
        Duration left = Duration.between(time.instant(), started.get(0).plus(limit));
        if (left.compareTo(REST) > 0) {
            time.moveWhileAtWork(left.minus(REST), open.size());
        }
        Waiting.until(() -> idleTime.atWork().size() < open.size());
        timeOut();
    }
}
