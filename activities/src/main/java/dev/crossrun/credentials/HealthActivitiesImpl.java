package dev.crossrun.credentials;

import dev.crossrun.activity.HealthActivities;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.aws.AwsCredentials;
import dev.crossrun.entra.EntraCredentials;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.run.health.Credential;
import java.util.List;
import java.util.stream.Stream;

/** Tries what the settings name. */
public final class HealthActivitiesImpl implements HealthActivities {
    private final AwsCredentials aws;
    private final EntraCredentials entra;

    public HealthActivitiesImpl(AwsAccounts accounts, EntraTenants tenants) {
        this.aws = new AwsCredentials(accounts);
        this.entra = new EntraCredentials(tenants);
    }

    @Override
    public List<Credential> credentials() {
        return Stream.concat(aws.check().stream(), entra.check().stream()).toList();
    }
}
