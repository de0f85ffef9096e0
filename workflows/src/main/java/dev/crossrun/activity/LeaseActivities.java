package dev.crossrun.activity;

import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/**
 * How runs call the keepers of leases ({@code LeaseKeeper}): by updates, which start a keeper that does not run. Each call heartbeats
 * while it waits.
 */
@ActivityInterface(namePrefix = "Lease_")
public interface LeaseActivities {
    /** {@code take} of each, all at the same time; THERE where the user had the set before. */
    List<ItemResult> take(List<Lease> leases);

    /** {@code extend} of each. */
    void extend(List<Lease> leases);

    /** {@code endSessions} of each, all at the same time; THERE where sessions go on. */
    List<ItemResult> endSessions(List<Lease> leases);

    /** {@code end} of each, all at the same time. A preview says that each would be removed. */
    @Removes(minutes = 15)
    List<Removal> end(List<Lease> leases, UndoPass pass);

    /** Those of these runs that are closed, or that Temporal does not know any more. Reads only. */
    List<String> closed(List<String> runs);

    /**
     * What the keeper of a permission set holds; nothing where no keeper runs: one that was terminated ends no lease. Reads
     * only. UNAVAILABLE while the keeper does not answer.
     */
    List<Holding> holdings(PermissionSet set);

    /**
     * A user's leases on an account.
     *
     * @param before whether the user had the set there before the first of them: then the end of the last one leaves it
     */
    record Holding(boolean before, List<Lease> leases) {
        public Holding {
            leases = List.copyOf(leases);
        }
    }
}
