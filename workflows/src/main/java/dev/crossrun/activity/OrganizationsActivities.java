package dev.crossrun.activity;

import dev.crossrun.domain.AccountId;
import io.temporal.activity.ActivityInterface;

/** AWS Organizations. */
@ActivityInterface(namePrefix = "Organizations_")
public interface OrganizationsActivities {
    /** The code of an account that the organization does not know. */
    String UNKNOWN_ACCOUNT = "AccountNotFoundException";

    /** The code where the account that asks is in no organization. */
    String NO_ORGANIZATION = "AWSOrganizationsNotInUseException";

    /**
     * The organization's own record of {@code member} (DescribeAccount), asked from {@code from}: the management account
     * or a delegated administrator. Reads only. NOT_FOUND if the organization does not know the account.
     */
    OrganizationAccount describeAccount(AccountQuery query);

    /** Which account, asked from where. */
    record AccountQuery(Place from, AccountId member) {}

    /** {@code state}: PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED. */
    record OrganizationAccount(AccountId id, String name, String state) {}
}
