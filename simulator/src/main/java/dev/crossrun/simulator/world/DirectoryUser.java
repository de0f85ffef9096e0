package dev.crossrun.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user of the identity store.
 *
 * @param profile further attributes, by their names in SCIM
 * @param times when it was created and last changed
 */
public record DirectoryUser(
        String id,
        String userName,
        List<Email> emails,
        String givenName,
        String familyName,
        String displayName,
        boolean enabled,
        List<ExternalId> externalIds,
        Map<String, JsonNode> profile,
        Times times) {

    /** An e-mail address; one is the primary one. */
    public record Email(String value, boolean primary) {}

    /** The id of a user or group at the identity provider that provisioned it. */
    public record ExternalId(String issuer, String id) {}

    /** When something was created and last changed. */
    public record Times(Instant created, Instant changed) {
        public static Times of(Instant now) {
            return new Times(now, now);
        }

        public Times changedAt(Instant now) {
            return new Times(created, now);
        }
    }

    public DirectoryUser {
        emails = List.copyOf(emails);
        externalIds = List.copyOf(externalIds);
        profile = Map.copyOf(profile);
    }

    static DirectoryUser enabled(
            String id, String userName, String email, String givenName, String familyName, Instant now) {
        return new DirectoryUser(
                id,
                userName,
                List.of(new Email(email, true)),
                givenName,
                familyName,
                givenName + " " + familyName,
                true,
                List.of(),
                Map.of(),
                Times.of(now));
    }

    public Optional<String> primaryEmail() {
        return emails.stream().filter(Email::primary).map(Email::value).findFirst();
    }

    public DirectoryUser withEmail(String primaryEmail) {
        return copy(List.of(new Email(primaryEmail, true)), enabled);
    }

    public DirectoryUser withEnabled(boolean nowEnabled) {
        return copy(emails, nowEnabled);
    }

    private DirectoryUser copy(List<Email> newEmails, boolean nowEnabled) {
        return new DirectoryUser(
                id, userName, newEmails, givenName, familyName, displayName, nowEnabled, externalIds, profile, times);
    }
}
