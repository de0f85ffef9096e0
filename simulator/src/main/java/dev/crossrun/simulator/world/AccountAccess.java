package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The account assignments of an Identity Center. A change takes a while and may fail after it was accepted. */
public final class AccountAccess {

    /**
     * A change that was accepted.
     *
     * @param failure why it fails in the end, if it does
     */
    public record Change(
            String requestId,
            boolean creation,
            AccountAssignment assignment,
            Instant createdDate,
            Instant endsAt,
            Optional<String> failure) {}

    private final World world;
    private final Replicated<AccountAssignment, AccountAssignment> assignments;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Deque<String> failures = new ArrayDeque<>();

    AccountAccess(World world) {
        this.world = world;
        this.assignments = world.replicated();
    }

    void plant(AccountAssignment assignment) {
        assignments.plant(assignment, assignment);
    }

    /** Lets the next change that is accepted fail. */
    public synchronized void failNext(String reason) {
        failures.add(reason);
    }

    /** What a reader sees. */
    public List<AccountAssignment> assignments() {
        return assignments.visible();
    }

    public synchronized Optional<Change> change(String requestId) {
        return Optional.ofNullable(changes.get(requestId));
    }

    /** What was accepted, the latest last. */
    public synchronized List<Change> changes() {
        return List.copyOf(changes.values());
    }

    public boolean isUnderWay(Change change) {
        return world.now().isBefore(change.endsAt());
    }

    /** Whether a permission set is being changed in an account. */
    public synchronized boolean isBusy(String permissionSetArn, String accountId) {
        return changes.values().stream()
                .filter(change -> change.assignment().permissionSetArn().equals(permissionSetArn))
                .filter(change -> change.assignment().accountId().equals(accountId))
                .anyMatch(this::isUnderWay);
    }

    /** Begins to assign; what is assigned already stays so. */
    public synchronized Change create(AccountAssignment assignment, Optional<String> flaw) {
        Change change = accept(true, assignment, flaw);
        if (change.failure().isEmpty() && assignments.latest(assignment).isEmpty()) {
            assignments.put(assignment, assignment);
        }
        return change;
    }

    /** Begins to take an assignment back. */
    public synchronized Change delete(AccountAssignment assignment) {
        Change change = accept(false, assignment, Optional.empty());
        if (change.failure().isEmpty()) {
            assignments.remove(assignment);
        }
        return change;
    }

    private Change accept(boolean creation, AccountAssignment assignment, Optional<String> flaw) {
        Change change = new Change(
                world.ids().uuid(),
                creation,
                assignment,
                world.now(),
                world.now().plus(world.consistencyDelay()),
                flaw.or(() -> Optional.ofNullable(failures.poll())));
        changes.put(change.requestId(), change);
        return change;
    }
}
