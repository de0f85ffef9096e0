package dev.crossrun.api.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Role;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A caller that {@code api.yml} lists under {@code principals}, with the hash of its bearer token.
 *
 * @param name as runs show it, such as an e-mail address
 * @param tokenSha256 SHA-256 of the bearer token, 64 hexadecimal digits; the token itself is stored nowhere
 * @param roles what the principal may do, as well as reading
 * @param scope the runs for which it has the roles, and which it may read; absent: every run
 * @param identity who this is at the identity provider of {@code oidc}, so that both ways in count as one person
 */
public record TokenPrincipal(
        @JsonProperty(required = true) @NotBlank String name,

        @JsonProperty(required = true) @NotNull @Pattern(regexp = "[0-9a-f]{64}")
        String tokenSha256,

        @JsonProperty(required = true) @NotEmpty Set<Role> roles,

        Optional<@Valid Scope> scope,

        Optional<@Valid Identity> identity) {
    /** The issuer of names without an identity. */
    static final String ISSUER = "api.yml";

    /**
     * A person at an OpenID provider.
     *
     * @param issuer the provider's issuer URL
     * @param subject the object id ({@code oid}) in Microsoft Entra ID, otherwise the claim {@code sub}
     */
    public record Identity(
            @JsonProperty(required = true) @NotBlank String issuer,

            @JsonProperty(required = true) @NotBlank String subject) {}

    public static TokenPrincipal of(String name, String tokenSha256, Set<Role> roles) {
        return new TokenPrincipal(name, tokenSha256, roles, Optional.empty(), Optional.empty());
    }

    Principal principal() {
        Actor actor = identity.map(known -> new Actor(name, known.issuer(), Optional.of(known.subject())))
                .orElseGet(() -> Actor.listed(name, ISSUER));
        return new Principal(actor, List.of(new Grant(roles, scope)));
    }
}
