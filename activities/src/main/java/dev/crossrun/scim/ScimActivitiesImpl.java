package dev.crossrun.scim;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ScimActivities;
import dev.crossrun.failure.ErrorCodes;
import dev.crossrun.failure.ErrorCodes.Taken;
import dev.crossrun.temporal.SealingKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** SCIM, called with a token that is opened here and nowhere else. */
public final class ScimActivitiesImpl implements ScimActivities {
    private final SealingKeys keys;
    private final Optional<URI> override;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** {@code override}: where calls go instead of to the endpoint's own host. */
    public ScimActivitiesImpl(SealingKeys keys, Optional<URI> override) {
        this.keys = keys;
        this.override = override;
    }

    @Override
    public Optional<String> tryToken(Endpoint endpoint) {
        String url = endpoint.url().endsWith("/") ? endpoint.url() : endpoint.url() + "/";
        URI named = URI.create(url + "ServiceProviderConfig");
        URI uri = override.map(base -> base.resolve(named.getRawPath())).orElse(named);
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofSeconds(10))
                    .header(
                            "Authorization",
                            "Bearer " + keys.open(endpoint.token()).strip())
                    .build();
        } catch (IllegalArgumentException e) {
            return Optional.of("the token cannot be used: it has characters that no token has, or this worker cannot"
                    + " open what the API sealed");
        }
        return judge(send(request).statusCode());
    }

    /** A failure that is not due to the endpoint or token that a person gave is retried. */
    private static Optional<String> judge(int status) {
        if (status == 200) {
            return Optional.empty();
        }
        ErrorCodes row = ScimErrors.TABLE.row("", "", status);
        if (!row.taken().contains(Taken.REFUSED_ANSWER)) {
            throw row.type().failure("the SCIM endpoint answers HTTP " + status);
        }
        String refusal = row.type() == FailureType.NOT_AUTHORIZED
                ? "IAM Identity Center refuses the token (HTTP " + status + ")."
                : "The SCIM endpoint answers HTTP " + status + ".";
        return Optional.of(refusal + row.remedy().map(remedy -> " " + remedy).orElse(""));
    }

    private HttpResponse<Void> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.discarding());
        } catch (IOException e) {
            throw FailureType.UNAVAILABLE.failure("the SCIM endpoint does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FailureType.UNAVAILABLE.failure("the worker stops");
        }
    }
}
