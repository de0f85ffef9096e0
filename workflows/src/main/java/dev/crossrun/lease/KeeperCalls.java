package dev.crossrun.lease;

import dev.crossrun.activity.AlertActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.activity.PermissionSetActivities;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** How a keeper and the sweep call activities: what heals is retried for 15 minutes, then the call fails. */
final class KeeperCalls {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private KeeperCalls() {}

    static IdentityCenterActivities identityCenter(String summary) {
        return Workflow.newActivityStub(IdentityCenterActivities.class, options(summary));
    }

    /** Whether the user has the set on the account, by a lease or otherwise. */
    static boolean isThere(Lease lease) {
        return identityCenter("Check whether " + lease.what() + " is there")
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

    static AlertActivities alerts(String summary) {
        return Workflow.newActivityStub(AlertActivities.class, options(summary));
    }

    private static ActivityOptions options(String summary) {
        return ActivityOptions.newBuilder()
                .setSummary(summary)
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
