package dev.crossrun.lease;

import dev.crossrun.activity.AlertActivities;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.Summary;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a keeper and the sweep call activities: what heals is retried for 15 minutes, then the call fails. */
final class KeeperCalls {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private KeeperCalls() {}

    static IdentityCenterActivities identityCenter(String summary) {
        return Workflow.newActivityStub(IdentityCenterActivities.class, options(summary));
    }

    /** Whether the user has the set on the account, by a lease or otherwise. */
    static boolean isThere(Lease lease) {
        return identityCenter("Check the assignment of " + lease.access())
                .findAccountAssignments(List.of(lease.assignment()))
                .get(0)
                .exists();
    }

    static PermissionSetActivities permissionSets(String summary) {
        return Workflow.newActivityStub(PermissionSetActivities.class, options(summary));
    }

    static LeaseActivities leases(String summary) {
        return Workflow.newActivityStub(LeaseActivities.class, options(summary));
    }

    /**
     * Those of these runs that are closed. Each call also asks for a run of a new random id, which cannot exist: the result of an
     * earlier call, which somebody may have copied, does not name it.
     */
    static Set<String> closed(List<String> runs) {
        String none = Workflow.getInfo().getWorkflowId() + ":" + Workflow.randomUUID();
        List<String> closed = leases("Look which runs are closed")
                .closed(Stream.concat(runs.stream(), Stream.of(none)).toList());
        if (!closed.contains(none)) {
            throw FailureType.INCONSISTENT.failure(
                    "The result of Lease_Closed is not one of this call",
                    "Find out who completed the call instead of a worker (docs/security.md), then try again.");
        }
        return closed.stream().filter(run -> !run.equals(none)).collect(Collectors.toUnmodifiableSet());
    }

    static AlertActivities alerts(String summary) {
        return Workflow.newActivityStub(AlertActivities.class, options(summary));
    }

    private static ActivityOptions options(String summary) {
        return ActivityOptions.newBuilder()
                .setSummary(Summary.fitting(summary))
                .setStartToCloseTimeout(LIMIT)
                .setScheduleToCloseTimeout(LIMIT)
                .setHeartbeatTimeout(Duration.ofSeconds(30))
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofMillis(500))
                        .setBackoffCoefficient(2)
                        .setMaximumInterval(Duration.ofSeconds(30))
                        .build())
                .build();
    }
}
