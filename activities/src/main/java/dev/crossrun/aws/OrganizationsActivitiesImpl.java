package dev.crossrun.aws;

import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.domain.AccountId;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;

/** AWS Organizations. */
public final class OrganizationsActivitiesImpl implements OrganizationsActivities {
    private final AwsAccounts accounts;

    public OrganizationsActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public OrganizationAccount describeAccount(AccountQuery query) {
        OrganizationsClient organizations = accounts.organizations(query.from().account());
        Account account = AwsFailures.translating(
                "reading account " + query.member() + " of the organization",
                () -> organizations
                        .describeAccount(
                                request -> request.accountId(query.member().value()))
                        .account());
        return new OrganizationAccount(new AccountId(account.id()), account.name(), account.stateAsString());
    }
}
