package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application object.
 *
 * @param id the object's id; {@code appId} is the client id, which its service principal shares
 * @param templateId the gallery's template; empty for a registration
 * @param owners client ids of those who may change it with {@code Application.ReadWrite.OwnedBy}
 * @param settings further properties that were set, by their names in Graph
 */
public record EntraApplication(
        String id,
        String appId,
        String displayName,
        Optional<String> templateId,
        List<String> identifierUris,
        List<String> redirectUris,
        List<String> tags,
        List<String> owners,
        Instant createdAt,
        List<AppRole> appRoles,
        Map<String, JsonNode> settings) {
    /**
     * A role that users and groups are assigned with.
     *
     * @param value what the claim {@code roles} says; the roles of the gallery's applications have none
     */
    public record AppRole(String id, String displayName, Optional<String> value, boolean enabled) {
        AppRole(String id, String displayName) {
            this(id, displayName, Optional.empty(), true);
        }
    }

    public EntraApplication {
        identifierUris = List.copyOf(identifierUris);
        redirectUris = List.copyOf(redirectUris);
        tags = List.copyOf(tags);
        owners = List.copyOf(owners);
        appRoles = List.copyOf(appRoles);
        settings = Map.copyOf(settings);
    }

    public EntraApplication withIdentifierUris(List<String> uris) {
        return copy(displayName, uris, redirectUris, tags, settings);
    }

    public EntraApplication withRedirectUris(List<String> uris) {
        return copy(displayName, identifierUris, uris, tags, settings);
    }

    public EntraApplication withTags(List<String> newTags) {
        return copy(displayName, identifierUris, redirectUris, newTags, settings);
    }

    EntraApplication withDisplayName(String name) {
        return copy(name, identifierUris, redirectUris, tags, settings);
    }

    EntraApplication withSetting(String property, JsonNode value) {
        Map<String, JsonNode> all = new HashMap<>(settings);
        all.put(property, value);
        return copy(displayName, identifierUris, redirectUris, tags, all);
    }

    private EntraApplication copy(
            String name,
            List<String> identifiers,
            List<String> redirects,
            List<String> newTags,
            Map<String, JsonNode> newSettings) {
        return new EntraApplication(
                id, appId, name, templateId, identifiers, redirects, newTags, owners, createdAt, appRoles, newSettings);
    }
}
