package dev.crossrun.activity;

import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import java.time.Duration;
import java.time.Instant;

/**
 * A permission set on an account that a user has until a time.
 *
 * @param id of the run, a slash and the account: a run has one lease of a set on an account
 * @param run the run that took it, as the API names runs
 * @param until when it ends, at the latest; its run may end it before
 * @param endsSessions whether sessions that were opened by it end with it
 * @param session how long a session of the set lasts
 */
public record Lease(
        String id, String run, AccountAssignment assignment, Instant until, boolean endsSessions, Duration session) {
    private static final String PREFIX = "lease-keeper.";

    /** The same, until another time. */
    public Lease until(Instant other) {
        return new Lease(id, run, assignment, other, endsSessions, session);
    }

    /** The workflow id of the keeper of the set: {@code lease-keeper.ssoins-….ps-…}. */
    public String keeper() {
        return keeper(assignment.permissionSet());
    }

    /** The workflow id of the keeper of a permission set. */
    public static String keeper(PermissionSet set) {
        return PREFIX + set.arn().substring(set.arn().indexOf('/') + 1).replace('/', '.');
    }

    /** The lease in words. */
    public String what() {
        return access() + " for " + assignment.principal().name();
    }

    /** The permission set and the account, for summaries and logs, which do not name the user. */
    public String access() {
        return assignment.permissionSet().name() + " on " + assignment.account();
    }
}
