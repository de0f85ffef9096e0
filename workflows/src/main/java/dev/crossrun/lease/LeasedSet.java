package dev.crossrun.lease;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities.Holding;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.run.effect.ProviderCall;
import dev.crossrun.run.effect.Removal;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The leases of a user on an account, and the one assignment that serves them all. */
final class LeasedSet {
    static final String GRANTED_TOO = "Another run granted it too";

    private final WorkflowLock lock = Workflow.newWorkflowLock();
    private final List<Lease> leases = new ArrayList<>();
    private Optional<Boolean> before = Optional.empty();
    private int inUse;

    /** Ids of leases that are to end: nothing is given for them any more. */
    private final Set<String> ending = new HashSet<>();

    private Optional<Taking> taking = Optional.empty();

    /** A lease that is being taken. */
    private record Taking(String lease, CancellationScope scope) {}

    LeasedSet() {}

    LeasedSet(Holding holding) {
        leases.addAll(holding.leases());
        before = Optional.of(holding.before());
    }

    /** THERE if the user had the set before the first lease. The end of the lease cancels it. */
    ItemResult take(Lease lease) {
        inUse++;
        lock.lock();
        List<ProviderCall> changes = new ArrayList<>();
        CancellationScope scope = Workflow.newCancellationScope(() -> changes.addAll(give(lease)));
        try {
            requireNotEnding(lease);
            taking = Optional.of(new Taking(lease.id(), scope));
            scope.run();
            return before.orElseThrow() ? ItemResult.there() : ItemResult.done().changedBy(changes);
        } catch (TemporalFailure failure) {
            requireNotEnding(lease);
            throw failure;
        } finally {
            taking = Optional.empty();
            lock.unlock();
            inUse--;
        }
    }

    /**
     * Its run must be open, even if the lease is known: the call may be a copy, and somebody may have reset this keeper to an earlier
     * time.
     */
    private List<ProviderCall> give(Lease lease) {
        if (!KeeperCalls.closed(List.of(lease.run())).isEmpty()) {
            throw over(lease);
        }
        boolean there = before.isPresent() ? before.get() : KeeperCalls.isThere(lease);
        before = Optional.of(there);
        if (leases.stream().noneMatch(known -> known.id().equals(lease.id()))) {
            leases.add(lease);
        }
        // Also for one who joins: somebody may have taken it away meanwhile.
        return there ? List.of() : assign(lease);
    }

    private void requireNotEnding(Lease lease) {
        if (ending.contains(lease.id())) {
            throw over(lease);
        }
    }

    static ApplicationFailure over(Lease lease) {
        return FailureType.CONFLICT.failure(
                lease.what() + " ended before it was given", "If the access is still needed, start another run.");
    }

    private static List<ProviderCall> assign(Lease lease) {
        ItemResult result = KeeperCalls.identityCenter("Give " + lease.access())
                .createAccountAssignments(List.of(lease.assignment()))
                .get(0);
        result.failure().ifPresent(failure -> {
            throw FailureType.ofItems(List.of(lease.what()), List.of(failure));
        });
        return result.changes();
    }

    void extend(Lease lease) {
        leases.replaceAll(
                known -> known.id().equals(lease.id()) && lease.until().isAfter(known.until()) ? lease : known);
    }

    /** Its time; that of the lease that it knows may be later than that of the call. */
    Instant until(Lease lease) {
        return Stream.concat(
                        Stream.of(lease),
                        leases.stream().filter(known -> known.id().equals(lease.id())))
                .map(Lease::until)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** Whether the user would not have the set on the account without this lease. */
    boolean onlyBy(Lease lease) {
        return before.filter(there -> !there).isPresent()
                && leases.stream().allMatch(known -> known.id().equals(lease.id()));
    }

    /** Empty if it has ended before. An attempt to give it is cancelled. */
    Optional<Removal> end(Lease lease) {
        ending.add(lease.id());
        taking.filter(attempt -> attempt.lease().equals(lease.id()))
                .ifPresent(attempt -> attempt.scope().cancel("The lease has ended"));
        inUse++;
        lock.lock();
        try {
            if (leases.stream().noneMatch(known -> known.id().equals(lease.id()))) {
                ending.remove(lease.id());
                return Optional.empty();
            }
            Removal removal = onlyBy(lease) ? delete(lease) : Removal.kept(kept(lease));
            leases.removeIf(known -> known.id().equals(lease.id()));
            ending.remove(lease.id());
            return Optional.of(removal);
        } finally {
            lock.unlock();
            inUse--;
        }
    }

    private String kept(Lease lease) {
        if (before.orElse(true)) {
            return lease.assignment().principal().name() + " had it before";
        }
        return GRANTED_TOO + ": "
                + leases.stream()
                        .map(Lease::run)
                        .filter(run -> !run.equals(lease.run()))
                        .findFirst()
                        .orElse("");
    }

    private static Removal delete(Lease lease) {
        Removal removal = KeeperCalls.identityCenter("Remove " + lease.access())
                .removeAccountAssignments(List.of(lease.assignment()), new UndoPass(false, List.of()))
                .get(0);
        removal.failure().ifPresent(failure -> {
            throw FailureType.ofItems(List.of(lease.what()), List.of(failure));
        });
        return removal;
    }

    /** Nobody has a lease, and nobody is about to take one. */
    boolean isOver() {
        return leases.isEmpty() && inUse == 0;
    }

    List<Lease> leases() {
        return List.copyOf(leases);
    }

    Holding holding() {
        return new Holding(before.orElse(false), leases);
    }
}
