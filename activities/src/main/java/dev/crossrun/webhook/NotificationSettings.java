package dev.crossrun.webhook;

import dev.crossrun.mail.EmailSettings;
import java.net.URI;
import java.util.Optional;

/**
 * How people learn what happens in runs.
 *
 * @param webhook nobody is called where absent
 * @param email nobody gets an e-mail where absent; needs {@code deskUrl}
 * @param deskUrl the address of the desk, such as {@code https://crossrun.example.com/desk}: notices link to it
 */
public record NotificationSettings(
        Optional<WebhookSettings> webhook, Optional<EmailSettings> email, Optional<URI> deskUrl) {
    public static NotificationSettings none() {
        return new NotificationSettings(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
