package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.StsActivities;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** STS, asked with the role of the account. */
public final class StsActivitiesImpl implements StsActivities {
    private final AwsAccounts accounts;

    public StsActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<Identified> callerIdentities(List<Place> places) {
        return places.stream().map(this::identified).toList();
    }

    private Identified identified(Place place) {
        try {
            return new Identified(Optional.of(callerIdentity(accounts, place)), Optional.empty());
        } catch (ApplicationFailure failure) {
            if (!failure.isNonRetryable()) {
                throw failure;
            }
            return new Identified(Optional.empty(), Optional.of(FailureType.view(failure)));
        }
    }

    /** Who the worker is in an account. */
    static CallerIdentity callerIdentity(AwsAccounts accounts, Place place) {
        StsClient sts = accounts.sts(place);
        GetCallerIdentityResponse caller = AwsFailures.translating(
                "asking who the worker is in account " + place.account(), sts::getCallerIdentity);
        return new CallerIdentity(caller.account(), caller.arn());
    }
}
