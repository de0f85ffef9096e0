package dev.crossrun.simulator.world;

import java.util.List;
import java.util.Optional;

/** A user of the identity store. */
public record DirectoryUser(
        String id,
        String userName,
        List<Email> emails,
        String givenName,
        String familyName,
        String displayName,
        boolean enabled,
        List<ExternalId> externalIds) {

    /** An e-mail address; one is the primary one. */
    public record Email(String value, boolean primary) {}

    /** The id of a user or group at the identity provider that provisioned it. */
    public record ExternalId(String issuer, String id) {}

    public DirectoryUser {
        emails = List.copyOf(emails);
        externalIds = List.copyOf(externalIds);
    }

    public static DirectoryUser enabled(String id, String userName, String email, String givenName, String familyName) {
        return new DirectoryUser(
                id,
                userName,
                List.of(new Email(email, true)),
                givenName,
                familyName,
                givenName + " " + familyName,
                true,
                List.of());
    }

    public Optional<String> primaryEmail() {
        return emails.stream().filter(Email::primary).map(Email::value).findFirst();
    }

    public DirectoryUser withEmail(String primaryEmail) {
        return new DirectoryUser(
                id,
                userName,
                List.of(new Email(primaryEmail, true)),
                givenName,
                familyName,
                displayName,
                enabled,
                externalIds);
    }

    public DirectoryUser withEnabled(boolean nowEnabled) {
        return new DirectoryUser(id, userName, emails, givenName, familyName, displayName, nowEnabled, externalIds);
    }
}
