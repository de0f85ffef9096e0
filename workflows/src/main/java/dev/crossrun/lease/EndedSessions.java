package dev.crossrun.lease;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.PermissionSetActivities.InlineChange;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.PermissionSetActivities.Provision;
import dev.crossrun.timer.NamedTimer;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Sessions that are denied everything by the set's inline policy until they have expired. */
final class EndedSessions {
    /** Somebody else may edit the policy between the look and the change: then it is looked at again. */
    private static final int TRIES = 5;

    private final WorkflowLock lock = Workflow.newWorkflowLock();
    private final List<LeaseKeeper.Ended> denied = new ArrayList<>();

    /** Accounts in which not all of this is so yet, by a lease there. */
    private final Map<AccountAssignment, Lease> behind = new LinkedHashMap<>();

    private Instant notBefore = Instant.EPOCH;

    void restore(LeaseKeeper.Kept kept) {
        denied.addAll(kept.ended());
        kept.behind().forEach(lease -> behind.put(lease.assignment(), lease));
    }

    boolean isEmpty() {
        return denied.isEmpty() && behind.isEmpty();
    }

    List<LeaseKeeper.Ended> all() {
        return List.copyOf(denied);
    }

    List<Lease> behind() {
        return List.copyOf(behind.values());
    }

    /** When {@link #catchUp} has something to do. */
    Stream<Instant> deadlines() {
        return Stream.concat(
                        denied.stream().map(LeaseKeeper.Ended::until),
                        behind.values().stream().map(any -> notBefore))
                .map(at -> at.isBefore(notBefore) ? notBefore : at);
    }

    /** After a failure. */
    void pause(Instant until) {
        notBefore = until;
    }

    /** Denies all sessions of this user on the account: those that exist and new ones. */
    void deny(Lease lease, Instant now) {
        denied.removeIf(each -> isOf(each, lease));
        denied.add(new LeaseKeeper.Ended(lease, Optional.empty(), now.plus(lease.session())));
        write(lease);
    }

    /** Sees to it that what this lease had denied is denied; says whether that is anything. */
    boolean again(Lease lease) {
        boolean any = denied.stream().anyMatch(each -> each.lease().id().equals(lease.id()));
        if (any) {
            write(lease);
        }
        return any;
    }

    /** The assignment is gone: nobody can open a session of it any more. Sessions of a later lease stay allowed. */
    void removed(Lease lease, Instant now) {
        if (denied.removeIf(each -> isOf(each, lease)) || lease.endsSessions()) {
            denied.add(new LeaseKeeper.Ended(lease, Optional.of(now), now.plus(lease.session())));
            write(lease);
        }
    }

    /** The assignment stays, since another lease needs it: sessions of that lease go on. */
    void kept(Lease lease) {
        if (denied.removeIf(each -> isOf(each, lease) && each.openedBefore().isEmpty())) {
            write(lease);
        }
    }

    /** Lifts what is denied to sessions that have expired, and does again what failed. */
    void catchUp(Instant now) {
        if (now.isBefore(notBefore)) {
            return;
        }
        denied.stream()
                .filter(each -> !now.isBefore(each.until()))
                .forEach(each -> behind.put(each.lease().assignment(), each.lease()));
        denied.removeIf(each -> !now.isBefore(each.until()));
        Optional<TemporalFailure> failed = Optional.empty();
        for (Lease lease : behind()) {
            try {
                write(lease);
            } catch (TemporalFailure failure) {
                failed = Optional.of(failure);
            }
        }
        failed.ifPresent(failure -> {
            throw failure;
        });
    }

    private static boolean isOf(LeaseKeeper.Ended ended, Lease lease) {
        return ended.lease().assignment().equals(lease.assignment());
    }

    private void write(Lease lease) {
        try {
            bringAbout(lease);
            behind.remove(lease.assignment());
        } catch (TemporalFailure failure) {
            behind.put(lease.assignment(), lease);
            throw failure;
        }
    }

    /** Writes the statements into the policy, next to those of others, and provisions the account. Other accounts do not wait for it. */
    private void bringAbout(Lease lease) {
        Key key = new Key(lease.assignment().instance(), lease.assignment().permissionSet());
        PermissionSetActivities sets = KeeperCalls.permissionSets("End sessions of " + lease.access());
        lock.lock();
        try {
            change(sets, key);
        } finally {
            lock.unlock();
        }
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
                NamedTimer.sleep(Duration.ofSeconds(tries), "Pause after somebody else's change of the policy");
            }
        }
    }
}
