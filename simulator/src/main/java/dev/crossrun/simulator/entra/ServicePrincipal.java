package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.entra.EntraApplication.AppRole;
import dev.crossrun.simulator.saml.SigningKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The service principal of an application: what its single sign-on uses.
 *
 * @param activeThumbprint {@code preferredTokenSigningKeyThumbprint}: the certificate that signs
 * @param settings further properties that were set, by their names in Graph
 */
public record ServicePrincipal(
        String id,
        String appId,
        String displayName,
        List<AppRole> appRoles,
        Optional<String> singleSignOnMode,
        List<String> notificationEmails,
        List<TokenSigningKey> keys,
        Optional<String> activeThumbprint,
        List<String> tags,
        Map<String, JsonNode> settings) {
    /** A token signing certificate: Graph shows it as two key credentials, one to sign with and one to verify with. */
    public record TokenSigningKey(String signKeyId, String verifyKeyId, SigningKey key) {
        /** SHA-1 of the certificate, in upper-case hex. */
        public String thumbprint() {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-1")
                        .digest(key.certificate().getEncoded());
                return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM has no SHA-1", e);
            }
        }
    }

    public ServicePrincipal {
        appRoles = List.copyOf(appRoles);
        notificationEmails = List.copyOf(notificationEmails);
        keys = List.copyOf(keys);
        tags = List.copyOf(tags);
        settings = Map.copyOf(settings);
    }

    /** The certificate that signs; without a choice the newest one. */
    public Optional<TokenSigningKey> activeKey() {
        return keys.stream()
                .filter(key -> activeThumbprint
                        .map(thumbprint -> thumbprint.equalsIgnoreCase(key.thumbprint()))
                        .orElse(true))
                .reduce((older, newer) -> newer);
    }

    /** A property that is true unless it was set to false. */
    boolean unlessUnset(String property) {
        return Optional.ofNullable(settings.get(property))
                .map(JsonNode::asBoolean)
                .orElse(true);
    }

    public ServicePrincipal withSingleSignOnMode(Optional<String> mode) {
        return copy(mode, notificationEmails, keys, activeThumbprint, tags);
    }

    public ServicePrincipal withNotificationEmails(List<String> emails) {
        return copy(singleSignOnMode, emails, keys, activeThumbprint, tags);
    }

    public ServicePrincipal withActiveThumbprint(Optional<String> thumbprint) {
        return copy(singleSignOnMode, notificationEmails, keys, thumbprint, tags);
    }

    public ServicePrincipal withTags(List<String> newTags) {
        return copy(singleSignOnMode, notificationEmails, keys, activeThumbprint, newTags);
    }

    public ServicePrincipal withKey(TokenSigningKey key) {
        List<TokenSigningKey> all = new ArrayList<>(keys);
        all.add(key);
        return copy(singleSignOnMode, notificationEmails, all, activeThumbprint, tags);
    }

    ServicePrincipal withSetting(String property, JsonNode value) {
        Map<String, JsonNode> all = new HashMap<>(settings);
        all.put(property, value);
        return new ServicePrincipal(
                id,
                appId,
                displayName,
                appRoles,
                singleSignOnMode,
                notificationEmails,
                keys,
                activeThumbprint,
                tags,
                all);
    }

    private ServicePrincipal copy(
            Optional<String> mode,
            List<String> emails,
            List<TokenSigningKey> newKeys,
            Optional<String> thumbprint,
            List<String> newTags) {
        return new ServicePrincipal(
                id, appId, displayName, appRoles, mode, emails, newKeys, thumbprint, newTags, settings);
    }
}
