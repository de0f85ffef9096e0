package dev.crossrun.webhook;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where notifications go.
 *
 * @param url of the receiver: https, unless it is on loopback
 * @param secret what notifications are signed with: {@code whsec_} and the Base64 of 24 to 64 bytes
 * @param api the API's own address, such as {@code https://crossrun.example.com}: notifications then name runs by their full
 *     address
 */
public record WebhookSettings(
        @NotNull(message = "is missing: https://…") URI url,

        @NotNull(message = "is missing: whsec_ and the Base64 of 24 to 64 bytes")
        String secret,

        Optional<URI> api) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    public WebhookSettings {
        // A key that is missing is the validator's to report.
        List<String> faults = url == null || secret == null ? List.of() : faults(url, secret, api);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    private static List<String> faults(URI url, String secret, Optional<URI> api) {
        List<String> faults = new ArrayList<>();
        if (!fits(url)) {
            faults.add("url must be https://…; http only to loopback");
        }
        if (SigningSecret.read(secret).isEmpty()) {
            faults.add("secret must be whsec_ and the Base64 of 24 to 64 bytes");
        }
        if (api.filter(address -> !address.isAbsolute() || address.getHost() == null)
                .isPresent()) {
            faults.add("api must be the API's address, such as https://crossrun.example.com");
        }
        return faults;
    }

    private static boolean fits(URI url) {
        if (url.getHost() == null) {
            return false;
        }
        return "https".equals(url.getScheme())
                || ("http".equals(url.getScheme())
                        && LOOPBACK.matcher(url.getHost()).matches());
    }

    SigningSecret signingSecret() {
        return SigningSecret.read(secret).orElseThrow();
    }

    /** What a reference to a resource of the API starts with. */
    String prefix() {
        return api.map(URI::toString).map(text -> text.replaceFirst("/$", "")).orElse("");
    }

    /** Without the secret; without the path too, in which receivers like to have another one. */
    @Override
    public String toString() {
        return "WebhookSettings[" + url.getHost() + "]";
    }
}
