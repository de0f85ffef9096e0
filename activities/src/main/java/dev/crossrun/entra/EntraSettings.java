package dev.crossrun.entra;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
        Map<String, @NotNull(message = TenantCredentials.MISSING) @Valid TenantCredentials> tenants,
        Optional<URI> authorityHost,
        Optional<URI> graphEndpoint) {
    private static final String TENANT_ID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    public EntraSettings {
        tenants = tenants == null ? Map.of() : lowerCase(tenants);
        List<String> wrong = tenants.keySet().stream()
                .filter(id -> !id.matches(TENANT_ID))
                .sorted()
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "tenants: wanted: tenant ids such as 81c1df79-e153-4f9d-a101-8dcf04af6c2c (Entra admin center, Overview),"
                            + " not " + String.join(", ", wrong));
        }
    }

    /** As Entra writes ids. */
    private static Map<String, TenantCredentials> lowerCase(Map<String, TenantCredentials> tenants) {
        Map<String, TenantCredentials> lower = new LinkedHashMap<>();
        tenants.forEach((id, credentials) -> lower.put(id.toLowerCase(Locale.ROOT), credentials));
        return Collections.unmodifiableMap(lower);
    }

    /** No tenant. */
    public static EntraSettings none() {
        return new EntraSettings(Map.of(), Optional.empty(), Optional.empty());
    }

    Optional<TenantCredentials> tenant(String tenantId) {
        return Optional.ofNullable(tenants.get(tenantId.toLowerCase(Locale.ROOT)));
    }

    URI authority() {
        return authorityHost.orElse(URI.create("https://login.microsoftonline.com"));
    }

    URI graph() {
        return graphEndpoint.orElse(URI.create("https://graph.microsoft.com"));
    }
}
