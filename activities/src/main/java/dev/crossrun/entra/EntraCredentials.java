package dev.crossrun.entra;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.health.Credential;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;

/** Whether Entra gives tokens for the applications of the settings. */
public final class EntraCredentials {
    private final EntraTenants tenants;

    public EntraCredentials(EntraTenants tenants) {
        this.tenants = tenants;
    }

    /** Those of each tenant: a new token for Graph. Which permissions it has, a run's preflight tells. */
    public List<Credential> check() {
        return tenants.tenants().stream().map(this::check).toList();
    }

    private Credential check(String tenant) {
        try {
            GraphFailures.translating("getting a token for tenant " + tenant, () -> tenants.newToken(tenant));
            return new Credential("Entra", tenant, Optional.empty(), Optional.empty());
        } catch (ApplicationFailure failure) {
            return new Credential("Entra", tenant, Optional.empty(), Optional.of(FailureType.view(failure)));
        }
    }
}
