package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.HealthActivities.Credential;
import dev.crossrun.domain.AccountId;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sts.StsClient;

/** Whether the roles of the settings can be taken. */
public final class AwsCredentials {
    private final AwsAccounts accounts;

    public AwsCredentials(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    /** Those of each account (STS, GetCallerIdentity), which takes a role session that was not refused. */
    public List<Credential> check() {
        return accounts.accounts().stream().map(this::check).toList();
    }

    private Credential check(AccountId account) {
        try {
            StsClient sts = accounts.sts(account);
            String arn = AwsFailures.translating(
                    "asking who the worker is in account " + account,
                    () -> sts.getCallerIdentity().arn());
            return new Credential("AWS", account.value(), Optional.of(arn), Optional.empty());
        } catch (ApplicationFailure failure) {
            return new Credential("AWS", account.value(), Optional.empty(), Optional.of(FailureType.view(failure)));
        }
    }
}
