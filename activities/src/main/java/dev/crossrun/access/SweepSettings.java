package dev.crossrun.access;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How often assignments are compared with leases, and where.
 *
 * @param every the time from one sweep to the next; {@link AccessSettings} checks its bounds together with its own values
 */
public record SweepSettings(
        @NotNull(message = "is missing: a duration of " + SweepSettings.BOUNDS)
        Duration every,

        @NotNull(message = "is missing: the keys accountId, region") @Valid
        Center identityCenter) {
    static final Duration LEAST = Duration.ofMinutes(10);
    static final Duration MOST = Duration.ofDays(7);
    static final String BOUNDS = "PT10M to P7D, such as PT1H";

    /** The account that administers IAM Identity Center, and its home Region. */
    public record Center(
            @NotNull(message = "is missing: the account that administers IAM Identity Center")
            AccountId accountId,

            @NotNull(message = "is missing: the home Region of IAM Identity Center, such as eu-central-1")
            Region region) {}
}
