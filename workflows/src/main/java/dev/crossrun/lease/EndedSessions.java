package dev.crossrun.lease;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.PermissionSetActivities.InlineChange;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.PermissionSetActivities.Provision;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sessions that are denied everything by the set's inline policy until they have expired. */
final class EndedSessions {
    /** Somebody else may edit the policy between the look and the change: then it is looked at again. */
    private static final int TRIES = 5;

    private final WorkflowLock lock = Workflow.newWorkflowLock();
    private final List<LeaseKeeper.Ended> denied = new ArrayList<>();
    private Instant notBefore = Instant.EPOCH;

    void restore(List<LeaseKeeper.Ended> before) {
        denied.addAll(before);
    }

    boolean isEmpty() {
        return denied.isEmpty();
    }

    List<LeaseKeeper.Ended> all() {
        return List.copyOf(denied);
    }

    Stream<Instant> deadlines() {
        return denied.stream().map(LeaseKeeper.Ended::until).map(at -> at.isBefore(notBefore) ? notBefore : at);
    }

    /** After a failure. */
    void pause(Instant until) {
        notBefore = until;
    }

    boolean deny(Lease lease, Instant now) {
        lock.lock();
        try {
            if (denied.stream().noneMatch(each -> isOf(each, lease))) {
                denied.add(new LeaseKeeper.Ended(lease, Optional.empty(), now.plus(lease.session())));
            }
            write(lease);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The set was taken back: no session of before can be opened any more. */
    void takenBack(Lease lease, Instant now) {
        lock.lock();
        try {
            if (denied.stream().anyMatch(each -> isOf(each, lease))) {
                denied.replaceAll(each -> isOf(each, lease)
                        ? new LeaseKeeper.Ended(lease, Optional.of(now), now.plus(lease.session()))
                        : each);
                write(lease);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lifts what is denied to sessions that have expired. */
    void lift(Instant now) {
        lock.lock();
        try {
            List<LeaseKeeper.Ended> over = denied.stream()
                    .filter(each -> !now.isBefore(each.until()) && !now.isBefore(notBefore))
                    .toList();
            for (LeaseKeeper.Ended each : over) {
                denied.remove(each);
                try {
                    write(each.lease());
                } catch (ActivityFailure failure) {
                    denied.add(each);
                    throw failure;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOf(LeaseKeeper.Ended ended, Lease lease) {
        return ended.lease().assignment().equals(lease.assignment());
    }

    /** Puts the policy as it should be, beside what others wrote, and brings the account up to date. */
    private void write(Lease lease) {
        Key key = new Key(lease.assignment().instance(), lease.assignment().permissionSet());
        PermissionSetActivities sets = KeeperCalls.permissionSets("End the sessions of " + lease.what());
        change(sets, key);
        ItemResult result = sets.provision(
                        new Provision(key, List.of(lease.assignment().account())))
                .get(0);
        result.failure().ifPresent(failure -> {
            throw FailureType.ofItems(List.of(lease.what()), List.of(failure));
        });
    }

    private void change(PermissionSetActivities sets, Key key) {
        for (int tries = 1; ; tries++) {
            Optional<String> there = sets.describe(key).inlinePolicy();
            try {
                sets.putInlinePolicy(new InlineChange(key, there, SessionPolicy.with(there, denied)));
                return;
            } catch (ActivityFailure failure) {
                boolean edited = FailureType.of(failure).equals(Optional.of(FailureType.CONFLICT));
                if (!edited || tries == TRIES) {
                    throw failure;
                }
                Workflow.sleep(Duration.ofSeconds(tries));
            }
        }
    }
}
