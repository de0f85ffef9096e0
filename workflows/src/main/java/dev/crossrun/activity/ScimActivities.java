package dev.crossrun.activity;

import dev.crossrun.domain.Sealed;
import io.temporal.activity.ActivityInterface;
import java.util.Optional;

/** SCIM of IAM Identity Center. */
@ActivityInterface(namePrefix = "Scim_")
public interface ScimActivities {
    /**
     * Opens {@code ServiceProviderConfig} with the token. Reads only. What is wrong is the answer, empty if nothing is;
     * UNAVAILABLE if there is no answer.
     */
    Optional<String> tryToken(Endpoint endpoint);

    /** {@code url}: {@code https://scim.REGION.amazonaws.com/TENANT/scim/v2/}. */
    record Endpoint(String url, Sealed token) {}
}
