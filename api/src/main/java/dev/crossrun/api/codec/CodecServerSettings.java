package dev.crossrun.api.codec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.run.actor.Role;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Who may have payloads decrypted, as {@code codecServer} in {@code api.yml}.
 *
 * @param origin of the Temporal UI, such as {@code https://temporal.example.com}: its pages alone may ask
 * @param roles of which one is needed, for every run; {@code ADMINISTRATOR} by default
 */
public record CodecServerSettings(
        @JsonProperty(required = true) @NotNull URI origin,

        Optional<@Size(min = 1, message = "must not be empty; leave it out for ADMINISTRATOR") Set<Role>> roles) {
    /** Browsers send an origin without a path. */
    @JsonIgnore
    @ValidationMethod(
            message = "origin must be that of the Temporal UI, without a path, such as https://temporal.example.com")
    public boolean isOriginAlone() {
        return origin == null
                || (Set.of("https", "http").contains(String.valueOf(origin.getScheme()))
                        && origin.getHost() != null
                        && origin.toString().equals(origin.getScheme() + "://" + origin.getRawAuthority())
                        && origin.getRawUserInfo() == null);
    }

    /** Who may ask. */
    public Set<Role> rolesOrDefault() {
        return roles.orElse(Set.of(Role.ADMINISTRATOR));
    }
}
