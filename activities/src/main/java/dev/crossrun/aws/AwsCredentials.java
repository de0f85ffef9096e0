package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.run.health.Credential;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;

/** Whether the roles of the settings can be taken. */
public final class AwsCredentials {
    private final AwsAccounts accounts;

    public AwsCredentials(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    /** Those of each account (STS, GetCallerIdentity), which takes a role session that was not refused. */
    public List<Credential> check() {
        return accounts.places().stream().map(this::check).toList();
    }

    private Credential check(Place place) {
        String account = place.account().value();
        try {
            String arn = StsActivitiesImpl.callerIdentity(accounts, place).arn();
            return new Credential("AWS", account, Optional.of(arn), Optional.empty());
        } catch (ApplicationFailure failure) {
            return new Credential("AWS", account, Optional.empty(), Optional.of(FailureType.view(failure)));
        }
    }
}
