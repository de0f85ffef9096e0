package dev.crossrun.api.auth;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The OpenID provider whose access tokens the API accepts, as {@code oidc} in {@code api.yml}.
 *
 * @param issuer as the provider's discovery document states it, of one tenant: in Microsoft Entra ID
 *     {@code https://login.microsoftonline.com/TENANT/v2.0}
 * @param audience the claim {@code aud} of tokens for this API: in Entra, the client id of the API's app registration
 * @param rolesClaim the claim that carries roles or groups; {@code roles} by default
 * @param nameClaim the claim with the user's name; by default the first of {@code preferred_username}, {@code upn},
 *     {@code email} and {@code name}. People who gain by a run do not approve it: the claim must carry the name by which
 *     requests name them
 * @param roles which value of that claim gives which roles, for which runs
 * @param applications whether tokens of applications without a user are accepted; false by default
 */
public record OidcSettings(
        @JsonProperty(required = true) @NotNull URI issuer,

        @JsonProperty(required = true) @NotBlank String audience,

        Optional<String> rolesClaim,
        Optional<String> nameClaim,

        @JsonProperty(required = true) @NotEmpty Map<String, @Valid Grant> roles,

        boolean applications) {
    /** Anybody has an account there ("OpenID Connect on the Microsoft identity platform"); the id is that of {@code consumers}. */
    private static final Set<String> EVERY_TENANT =
            Set.of("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad");

    /** Plain HTTP is for a provider on this machine. */
    @JsonIgnore
    @ValidationMethod(message = "issuer must be https://…; http only to loopback")
    public boolean isIssuerSecure() {
        return issuer == null
                || "https".equals(issuer.getScheme())
                || ("http".equals(issuer.getScheme())
                        && Set.of("127.0.0.1", "localhost").contains(issuer.getHost()));
    }

    /** Somebody of any tenant could sign in otherwise. */
    @JsonIgnore
    @ValidationMethod(
            message =
                    "issuer must be that of one tenant: https://login.microsoftonline.com/TENANT/v2.0 with the tenant's id")
    public boolean isIssuerOfOneTenant() {
        return issuer == null || List.of(issuer.toString().split("/")).stream().noneMatch(EVERY_TENANT::contains);
    }

    String claimOfRoles() {
        return rolesClaim.orElse("roles");
    }

    List<Grant> grantsOf(List<String> values) {
        return values.stream()
                .distinct()
                .flatMap(value -> Optional.ofNullable(roles.get(value)).stream())
                .toList();
    }
}
