package dev.crossrun.lease;

import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities.Holding;
import dev.crossrun.run.effect.Removal;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the leases of one permission set: creates the assignment with the first lease of a user on an account, deletes it with
 * the last one, and never deletes one that was there before. It alone edits the set's inline policy for Crossrun. A lease
 * whose time is over, or whose run is closed, it ends by itself. It lives as long as there is a lease or a denied session, and until
 * the time of the leases that ended before it.
 */
@WorkflowInterface
public interface LeaseKeeper {
    String TYPE = "LeaseKeeper";

    /** {@code kept}: what a keeper before this one left to it. */
    @WorkflowMethod(name = TYPE)
    void keep(Kept kept);

    /**
     * Gives the set, and says when it is there. A second call finds it given. CONFLICT if the lease has ended, or its run is closed.
     *
     * @return THERE if the user had the set on the account before the first lease: then it stays. Otherwise DONE
     */
    @UpdateMethod
    ItemResult take(Lease lease);

    /** The lease goes on until a later time. Nothing, if it has ended, or goes on as long already. */
    @UpdateMethod
    void extend(Lease lease);

    /**
     * From now on nobody can use the sessions that this user has opened with the set on the account, unless the user has the
     * set there by something else, too.
     *
     * @return whether sessions were ended
     */
    @UpdateMethod
    boolean endSessions(Lease lease);

    /** Ends a lease. The last one deletes the assignment. A second call finds it gone. */
    @UpdateMethod
    Removal end(Lease lease);

    /** What it keeps now. */
    @QueryMethod
    Kept kept();

    /** When each lease ends, or should have ended: at its time, or when this keeper first tried to end it before. */
    @QueryMethod
    List<Instant> ends();

    /**
     * All that a keeper knows.
     *
     * @param behind by a lease there, the accounts in which what is denied to sessions is not what the policy should say
     */
    record Kept(List<Holding> holdings, List<Ended> ended, List<Lease> behind, List<Over> over) {
        public Kept {
            holdings = List.copyOf(holdings);
            ended = List.copyOf(ended);
            behind = behind == null ? List.of() : List.copyOf(behind);
            over = over == null ? List.of() : List.copyOf(over);
        }

        public static Kept nothing() {
            return new Kept(List.of(), List.of(), List.of(), List.of());
        }
    }

    /**
     * Sessions that are denied everything.
     *
     * @param openedBefore sessions that were opened before this are meant; absent while the assignment is being deleted
     * @param until when the last of them has expired
     */
    record Ended(Lease lease, Optional<Instant> openedBefore, Instant until) {}

    /**
     * A lease that has ended before its time.
     *
     * @param lease its id
     * @param until its time: nothing is given for it later in any case
     */
    record Over(String lease, Instant until) {}
}
