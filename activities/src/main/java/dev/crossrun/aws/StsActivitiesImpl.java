package dev.crossrun.aws;

import dev.crossrun.activity.Place;
import dev.crossrun.activity.StsActivities;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** STS, asked with the role of the account. */
public final class StsActivitiesImpl implements StsActivities {
    private final AwsAccounts accounts;

    public StsActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public CallerIdentity callerIdentity(Place place) {
        StsClient sts = accounts.sts(place);
        GetCallerIdentityResponse caller = AwsFailures.translating(
                "asking who the worker is in account " + place.account(), sts::getCallerIdentity);
        return new CallerIdentity(caller.account(), caller.arn());
    }
}
