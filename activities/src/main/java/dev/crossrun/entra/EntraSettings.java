package dev.crossrun.entra;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * How Entra is reached.
 *
 * @param tenants credentials for each tenant that runs may touch, by tenant id; no other tenant is ever called
 * @param authorityHost where tokens and federation metadata come from instead of {@code https://login.microsoftonline.com}
 * @param graphEndpoint where Graph is instead of {@code https://graph.microsoft.com}
 */
public record EntraSettings(
        Map<String, TenantCredentials> tenants, Optional<URI> authorityHost, Optional<URI> graphEndpoint) {
    public EntraSettings {
        tenants = tenants == null ? Map.of() : Map.copyOf(tenants);
    }

    /** No tenant. */
    public static EntraSettings none() {
        return new EntraSettings(Map.of(), Optional.empty(), Optional.empty());
    }

    URI authority() {
        return authorityHost.orElse(URI.create("https://login.microsoftonline.com"));
    }

    URI graph() {
        return graphEndpoint.orElse(URI.create("https://graph.microsoft.com"));
    }
}
