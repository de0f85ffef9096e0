package dev.crossrun.api.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Set;

/**
 * Somebody that the API knows, as {@code api.yml} lists it.
 *
 * @param name as it will stand in runs, such as an e-mail address
 * @param tokenSha256 SHA-256 of the bearer token, 64 hexadecimal digits; the token itself is written down nowhere
 * @param roles what it may do beside reading
 */
public record Principal(
        @JsonProperty(required = true) @NotBlank String name,

        @JsonProperty(required = true) @NotNull @Pattern(regexp = "[0-9a-f]{64}")
        String tokenSha256,

        @JsonProperty(required = true) @NotEmpty Set<Role> roles)
        implements java.security.Principal {
    /** Who vouches for these names. */
    static final String ISSUER = "api.yml";

    @Override
    public String getName() {
        return name;
    }

    public Actor actor() {
        return new Actor(name, ISSUER);
    }

    public Caller caller() {
        return new Caller(actor(), roles);
    }

    /** Refuses who lacks the role. */
    public void require(Role role) {
        if (!roles.contains(role)) {
            throw ApiException.forbidden("This takes the role " + role + "; " + name + " has " + roles);
        }
    }
}
