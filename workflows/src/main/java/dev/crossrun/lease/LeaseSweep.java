package dev.crossrun.lease;

import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Compares the assignments of permission sets with the leases that their keepers hold, and reports the differences. It changes
 * nothing. A schedule starts it; each sweep sees the report of the one before and sends a notice only if it found something new.
 */
@WorkflowInterface
public interface LeaseSweep {
    String TYPE = "LeaseSweep";

    /** The id of the schedule. Temporal adds the time to it for the workflow id of a sweep. */
    String SCHEDULE = "lease-sweep";

    @WorkflowMethod(name = TYPE)
    Report sweep(Scope scope);

    /**
     * What is compared.
     *
     * @param place the account that administers IAM Identity Center, and its Region
     * @param permissionSets their names
     */
    record Scope(Place place, List<String> permissionSets) {
        public Scope {
            permissionSets = List.copyOf(permissionSets);
        }
    }

    /**
     * What a sweep found.
     *
     * @param differences those that were there twice, five minutes apart; 1,000 at most
     * @param more the number of further differences
     * @param unread what could not be compared, and why, as sentences
     * @param announced whether a receiver of notices knows all of this
     */
    record Report(List<Difference> differences, int more, List<String> unread, boolean announced) {
        public Report {
            differences = List.copyOf(differences);
            unread = List.copyOf(unread);
        }
    }

    /**
     * A user and an account of which assignments and leases differ.
     *
     * @param userId in the identity store
     * @param user the user name; the id if the identity store does not have the user
     */
    record Difference(Kind kind, String permissionSet, AccountId account, String userId, String user) {
        /** The difference in words. */
        String what() {
            String where = permissionSet + " on " + account;
            return switch (kind) {
                case NOT_HELD -> user + " has " + where + ", and no lease removes it";
                case NOT_ASSIGNED -> user + " has a lease of " + where + ", but not the assignment";
            };
        }
    }

    /** How assignments and leases differ. */
    enum Kind {
        /** An assignment that no lease removes. */
        NOT_HELD,
        /** A lease whose assignment is not there. */
        NOT_ASSIGNED
    }
}
