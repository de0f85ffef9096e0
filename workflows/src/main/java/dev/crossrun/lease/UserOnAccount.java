package dev.crossrun.lease;

import dev.crossrun.activity.Lease;
import dev.crossrun.activity.PermissionSetActivities.Assigned;
import dev.crossrun.domain.AccountId;

/** A user on an account: who has a permission set where. {@code user}: the id in the identity store. */
record UserOnAccount(String user, AccountId account) {
    static UserOnAccount of(Lease lease) {
        return new UserOnAccount(
                lease.assignment().principal().id(), lease.assignment().account());
    }

    static UserOnAccount of(Assigned assigned) {
        return new UserOnAccount(assigned.principalId(), assigned.account());
    }
}
