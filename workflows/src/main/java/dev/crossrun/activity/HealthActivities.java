package dev.crossrun.activity;

import dev.crossrun.run.failure.FailureView;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Optional;

/** What a worker may use. */
@ActivityInterface(namePrefix = "Health_")
public interface HealthActivities {
    /**
     * Tries the credentials of every AWS account (STS, GetCallerIdentity, which needs no permission) and of every Entra tenant (a
     * token for Graph) in the worker's settings, one after the other. Reads only.
     */
    List<Credential> credentials();

    /**
     * The credentials for one account or tenant.
     *
     * @param provider {@code AWS} or {@code Entra}
     * @param id the account's 12 digits, or the tenant's id
     * @param identity the ARN that the worker acts as in the account; absent for a tenant
     * @param failure why they cannot be used; absent if they can
     */
    record Credential(String provider, String id, Optional<String> identity, Optional<FailureView> failure) {}
}
