package dev.crossrun.aws;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How AWS is reached.
 *
 * @param accounts the role for each account that runs may touch; no other account is ever called
 * @param stsRegion whose STS endpoint hands out the roles' credentials
 * @param endpointOverride where every call goes instead of to AWS
 * @param endpointOverrides the same for one service, by its signing name: {@code iam}, {@code sso} …; wins over the former
 */
public record AwsSettings(
        Map<AccountId, @NotNull(message = AccountRole.MISSING) @Valid AccountRole> accounts,

        @NotNull(message = "is missing: an AWS Region code such as eu-central-1")
        Region stsRegion,

        Optional<URI> endpointOverride,
        Map<String, URI> endpointOverrides) {
    public AwsSettings {
        accounts = accounts == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
        endpointOverrides = endpointOverrides == null ? Map.of() : Map.copyOf(endpointOverrides);
    }

    Optional<URI> endpoint(String service) {
        return Optional.ofNullable(endpointOverrides.get(service)).or(() -> endpointOverride);
    }
}
