package dev.crossrun.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The desk, as {@code desk} in {@code api.yml}. People sign in there at the provider of {@code oidc}.
 *
 * @param url the address of the API as browsers see it, such as {@code https://crossrun.example.com}; the desk is at
 *     {@code /desk/}, and the provider sends people back to {@code /desk/signed-in}
 * @param clientId of the app registration
 * @param clientSecret of the app registration
 * @param sessionKeys a JWK Set with the keys that seal sessions (type {@code oct}, 256 bits), the same for every API process;
 *     without it each process has a key of its own, and its sessions end with it
 * @param idle after how long without a click a session ends; 30 minutes by default
 * @param longest after how long a session ends in any case; 8 hours by default
 * @param banner what every page shows at its top
 */
public record DeskSettings(
        @JsonProperty(required = true) @NotNull URI url,
        @JsonProperty(required = true) @NotBlank String clientId,
        @JsonProperty(required = true) @NotBlank String clientSecret,
        Optional<Path> sessionKeys,
        Optional<Duration> idle,
        Optional<Duration> longest,
        Optional<@Valid Banner> banner) {
    /**
     * A line at the top of every page, such as "Staging".
     *
     * @param link an address that is shown after the text
     */
    public record Banner(@NotBlank @Size(max = 300) String text, Optional<URI> link) {
        @JsonIgnore
        @ValidationMethod(message = "link must be http://… or https://…")
        public boolean isLinkAWebAddress() {
            return link.filter(each -> !Set.of("http", "https").contains(String.valueOf(each.getScheme()))
                            || each.getHost() == null)
                    .isEmpty();
        }
    }

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
    private static final java.time.Duration IDLE = java.time.Duration.ofMinutes(30);
    private static final java.time.Duration LONGEST = java.time.Duration.ofHours(8);

    @JsonIgnore
    @ValidationMethod(message = "url must be https://HOST or https://HOST:PORT without a path; http only on loopback")
    public boolean isUrlAnOrigin() {
        if (url == null) {
            return true;
        }
        boolean plain = url.getHost() != null
                && url.getRawPath().isEmpty()
                && url.getRawQuery() == null
                && url.getRawUserInfo() == null;
        return plain && (secure() || ("http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost())));
    }

    @JsonIgnore
    @ValidationMethod(message = "idle must be shorter than longest, and both longer than 0")
    public boolean isIdleShorterThanLongest() {
        return !idleTime().isNegative() && !idleTime().isZero() && idleTime().compareTo(longestTime()) <= 0;
    }

    /** Whether browsers reach the desk by TLS. */
    public boolean secure() {
        return "https".equals(url.getScheme());
    }

    /** Host and port, as browsers send them in {@code Host}: without the port that the scheme implies. */
    public String authority() {
        boolean implied = url.getPort() == (secure() ? 443 : 80);
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return url.getPort() == -1 || implied ? host : host + ":" + url.getPort();
    }

    /** As browsers send it in {@code Origin}. */
    public String origin() {
        return url.getScheme() + "://" + authority();
    }

    /** Where the provider sends people back to: the redirect URI of the app registration. */
    public URI redirect() {
        return URI.create(origin() + "/desk/signed-in");
    }

    public java.time.Duration idleTime() {
        return idle.map(Duration::toJavaDuration).orElse(IDLE);
    }

    public java.time.Duration longestTime() {
        return longest.map(Duration::toJavaDuration).orElse(LONGEST);
    }
}
