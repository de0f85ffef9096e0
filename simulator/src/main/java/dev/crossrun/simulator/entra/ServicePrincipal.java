package dev.crossrun.simulator.entra;

import dev.crossrun.simulator.saml.SigningKey;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The service principal of an application: what its single sign-on uses.
 *
 * @param activeThumbprint {@code preferredTokenSigningKeyThumbprint}: the certificate that signs
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
        List<String> tags) {
    /** A role that users and groups are assigned with. */
    public record AppRole(String id, String displayName, boolean enabled) {}

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
    }

    /** The certificate that signs; without a choice the newest one. */
    public Optional<TokenSigningKey> activeKey() {
        return keys.stream()
                .filter(key -> activeThumbprint
                        .map(thumbprint -> thumbprint.equalsIgnoreCase(key.thumbprint()))
                        .orElse(true))
                .reduce((older, newer) -> newer);
    }

    public ServicePrincipal withSingleSignOnMode(Optional<String> mode) {
        return new ServicePrincipal(
                id, appId, displayName, appRoles, mode, notificationEmails, keys, activeThumbprint, tags);
    }

    public ServicePrincipal withNotificationEmails(List<String> emails) {
        return new ServicePrincipal(
                id, appId, displayName, appRoles, singleSignOnMode, emails, keys, activeThumbprint, tags);
    }

    public ServicePrincipal withActiveThumbprint(String thumbprint) {
        return new ServicePrincipal(
                id,
                appId,
                displayName,
                appRoles,
                singleSignOnMode,
                notificationEmails,
                keys,
                Optional.of(thumbprint),
                tags);
    }

    public ServicePrincipal withTags(List<String> newTags) {
        return new ServicePrincipal(
                id,
                appId,
                displayName,
                appRoles,
                singleSignOnMode,
                notificationEmails,
                keys,
                activeThumbprint,
                newTags);
    }

    public ServicePrincipal withKey(TokenSigningKey key) {
        List<TokenSigningKey> all = new ArrayList<>(keys);
        all.add(key);
        return new ServicePrincipal(
                id, appId, displayName, appRoles, singleSignOnMode, notificationEmails, all, activeThumbprint, tags);
    }
}
