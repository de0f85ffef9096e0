package dev.crossrun.simulator.entra;

import java.time.Instant;
import java.util.List;

/**
 * An application object.
 *
 * @param id the object's id; {@code appId} is the client id, which its service principal shares
 * @param owners client ids of those who may change it with {@code Application.ReadWrite.OwnedBy}
 */
public record EntraApplication(
        String id,
        String appId,
        String displayName,
        String templateId,
        List<String> identifierUris,
        List<String> redirectUris,
        List<String> tags,
        List<String> owners,
        Instant createdAt) {
    public EntraApplication {
        identifierUris = List.copyOf(identifierUris);
        redirectUris = List.copyOf(redirectUris);
        tags = List.copyOf(tags);
        owners = List.copyOf(owners);
    }

    public EntraApplication withIdentifierUris(List<String> uris) {
        return new EntraApplication(id, appId, displayName, templateId, uris, redirectUris, tags, owners, createdAt);
    }

    public EntraApplication withRedirectUris(List<String> uris) {
        return new EntraApplication(id, appId, displayName, templateId, identifierUris, uris, tags, owners, createdAt);
    }

    public EntraApplication withTags(List<String> newTags) {
        return new EntraApplication(
                id, appId, displayName, templateId, identifierUris, redirectUris, newTags, owners, createdAt);
    }
}
