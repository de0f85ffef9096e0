package dev.crossrun.entra;

import static java.util.Map.entry;

import com.azure.core.exception.ClientAuthenticationException;
import com.microsoft.graph.models.odataerrors.MainError;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.ApiException;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Says of every failed call to Graph what kind of failure it is. Graph's code decides; the HTTP status if it is unknown. */
final class GraphFailures {
    private static final Map<String, FailureType> BY_CODE = Map.ofEntries(
            entry("Authorization_RequestDenied", FailureType.NOT_AUTHORIZED),
            entry("Authorization_IdentityNotFound", FailureType.NOT_AUTHORIZED),
            entry("InvalidAuthenticationToken", FailureType.NOT_AUTHORIZED),
            entry("Request_ResourceNotFound", FailureType.NOT_FOUND),
            entry("ResourceNotFound", FailureType.NOT_FOUND),
            entry("Directory_QuotaExceeded", FailureType.QUOTA_EXCEEDED),
            entry("Directory_ConcurrencyViolation", FailureType.UNAVAILABLE),
            entry("Directory_ExpiredPageToken", FailureType.UNAVAILABLE),
            entry("Request_MultipleObjectsWithSameKeyValue", FailureType.CONFLICT),
            entry("Request_BadRequest", FailureType.INVALID_REQUEST),
            entry("CredentialsValidationFailed", FailureType.INVALID_REQUEST),
            entry("TooManyRequests", FailureType.THROTTLED),
            entry("ServiceUnavailable", FailureType.UNAVAILABLE));

    /** The bounds of what Graph may ask for by Retry-After. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final int LONGEST = 500;

    private GraphFailures() {}

    /** Makes the call and translates its failure; {@code doing} is what it is for, as a gerund. */
    static <T> T translating(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            throw failure(doing, e, type(e));
        } catch (ClientAuthenticationException e) {
            throw FailureType.NOT_AUTHORIZED.failure(brief(doing + " failed: " + firstLine(e)));
        } catch (ApplicationFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw FailureType.UNAVAILABLE.failure(brief(doing + " failed: " + firstLine(e)));
        }
    }

    /** As {@link #translating} for an object that was made a moment ago: that Graph does not find it yet is passing. */
    static <T> T settling(String doing, Supplier<T> call) {
        try {
            return translating(doing, call);
        } catch (ApplicationFailure e) {
            throw e.getType().equals(FailureType.NOT_FOUND.name())
                    ? FailureType.NOT_READY.failure(e.getOriginalMessage())
                    : e;
        }
    }

    /** Whether Graph refuses since what was asked for is so already. */
    static boolean already(ApplicationFailure failure) {
        return failure.getOriginalMessage().contains("already exists on the object");
    }

    static FailureType type(ApiException failure) {
        return Optional.ofNullable(BY_CODE.get(code(failure)))
                .orElseGet(() -> byStatus(failure.getResponseStatusCode()));
    }

    private static FailureType byStatus(int status) {
        return switch (status) {
            case 400 -> FailureType.INVALID_REQUEST;
            case 401, 403 -> FailureType.NOT_AUTHORIZED;
            case 404 -> FailureType.NOT_FOUND;
            case 409 -> FailureType.CONFLICT;
            case 429 -> FailureType.THROTTLED;
            default -> FailureType.UNAVAILABLE;
        };
    }

    private static ApplicationFailure failure(String doing, ApiException failure, FailureType type) {
        String said = failure instanceof ODataError graph
                ? Optional.ofNullable(graph.getError())
                        .map(MainError::getMessage)
                        .orElse("no message")
                : firstLine(failure);
        String message = brief(doing + " failed: " + code(failure) + ": " + said);
        ProviderError error =
                new ProviderError(Optional.of("Graph"), Optional.of(code(failure)), header(failure, "request-id"));
        Optional<Duration> wait = header(failure, "Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
        return wait.isPresent() && type.retried()
                ? type.failureAfter(wait.get(), message, error)
                : type.failure(message, error);
    }

    private static String code(ApiException failure) {
        return failure instanceof ODataError graph
                ? Optional.ofNullable(graph.getError())
                        .map(MainError::getCode)
                        .orElse("HTTP " + failure.getResponseStatusCode())
                : "HTTP " + failure.getResponseStatusCode();
    }

    private static Optional<String> header(ApiException failure, String name) {
        return Optional.ofNullable(failure.getResponseHeaders())
                .map(headers -> headers.getOrDefault(name, Set.of()))
                .flatMap(values -> values.stream().findFirst());
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no answer");
    }

    private static String brief(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }
}
