package dev.crossrun.run.health;

import dev.crossrun.run.failure.FailureView;
import java.util.Optional;

/**
 * A worker's credentials for one account or tenant.
 *
 * @param provider {@code AWS} or {@code Entra}
 * @param id the account's 12 digits, or the tenant's id
 * @param identity the ARN that the worker acts as in the account; absent for a tenant
 * @param failure why they cannot be used; absent if they can
 */
public record Credential(String provider, String id, Optional<String> identity, Optional<FailureView> failure) {}
