package dev.crossrun.webhook;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The receiver of notifications. Nothing that it answers is read but a status and when to try again. */
final class Webhook {
    static final int GONE = 410;

    /** What the same message will be answered for ever; anything else may be a bad hour of the receiver or of its proxy. */
    private static final Set<Integer> FINAL = Set.of(400, GONE, 413, 422);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final WebhookSettings settings;
    private final SigningSecret secret;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(Redirect.NEVER)
            .build();

    Webhook(WebhookSettings settings, Clock clock) {
        this.settings = settings;
        this.secret = settings.signingSecret();
        this.clock = clock;
    }

    /**
     * Posts an event once.
     *
     * @return the status; another than 2xx will be the same next time
     * @throws ApplicationFailure if another attempt may do better
     */
    int post(CloudEvent event) {
        HttpResponse<InputStream> response = send(request(event));
        int status = response.statusCode();
        if (status / 100 != 2 && !FINAL.contains(status)) {
            throw later(status, response.headers().firstValue("Retry-After"));
        }
        return status;
    }

    /** What references to resources of the API start with. */
    String prefix() {
        return settings.prefix();
    }

    private HttpRequest request(CloudEvent event) {
        String body = event.json();
        long now = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(settings.url())
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", CloudEvent.MEDIA_TYPE)
                .header("User-Agent", "Crossrun")
                .header("webhook-id", event.id())
                .header("webhook-timestamp", Long.toString(now))
                .header("webhook-signature", secret.sign(event.id(), now, body))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            response.body().close();
            return response;
        } catch (IOException e) {
            throw noAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureType.UNAVAILABLE.failure("the worker stops");
        }
    }

    /** The exception's own message may have the address, and addresses of webhooks are secrets to some. */
    private static ApplicationFailure noAnswer(IOException failure) {
        return FailureType.UNAVAILABLE.failure(
                "the webhook does not answer: " + failure.getClass().getSimpleName());
    }

    private static ApplicationFailure later(int status, Optional<String> retryAfter) {
        FailureType type = status == 429 ? FailureType.THROTTLED : FailureType.UNAVAILABLE;
        String message = "the webhook answers HTTP " + status;
        return retryAfter
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .map(Duration::ofSeconds)
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait)
                .map(wait -> type.failureAfter(wait, message, ProviderError.none()))
                .orElseGet(() -> type.failure(message));
    }
}
