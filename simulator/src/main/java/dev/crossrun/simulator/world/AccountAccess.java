package dev.crossrun.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.crossrun.simulator.world.PermissionSetProvisioning.Place;
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

    @JsonIgnore
    private final PermissionSetProvisioning provisioning;

    private final Replicated<AccountAssignment, AccountAssignment> assignments;
    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Deque<String> failures = new ArrayDeque<>();

    AccountAccess(World world, PermissionSetProvisioning provisioning) {
        this.world = world;
        this.provisioning = provisioning;
        this.assignments = world.replicated();
    }

    void plant(AccountAssignment assignment) {
        assignments.plant(assignment, assignment);
        provisioning.plant(assignment.place());
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

    /** Whether assignments of a permission set in an account are being changed, or it is being provisioned there. */
    public synchronized boolean isBusy(String permissionSetArn, String accountId) {
        Place place = new Place(accountId, permissionSetArn);
        return provisioning.isBusy(place)
                || changes.values().stream()
                        .filter(change -> change.assignment().place().equals(place))
                        .anyMatch(this::isUnderWay);
    }

    /**
     * Begins to assign; what is assigned already stays so. The permission set is provisioned, as it is now, with each
     * assignment that is created ("the specified permission set will automatically be provisioned to the account": Identity
     * Center API reference, CreateAccountAssignment).
     */
    public synchronized Change create(AccountAssignment assignment, Optional<String> flaw) {
        Change change = accept(true, assignment, flaw);
        if (change.failure().isEmpty() && assignments.latest(assignment).isEmpty()) {
            assignments.put(assignment, assignment);
        }
        if (change.failure().isEmpty()) {
            provisioning.provision(assignment.place());
        }
        return change;
    }

    /**
     * Begins to delete an assignment. The role is deleted together with the last assignment of the permission set in the
     * account.
     */
    public synchronized Change delete(AccountAssignment assignment) {
        Change change = accept(false, assignment, Optional.empty());
        if (change.failure().isEmpty()) {
            assignments.remove(assignment);
            if (assignments.all().stream().noneMatch(other -> other.place().equals(assignment.place()))) {
                provisioning.remove(assignment.place());
            }
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
