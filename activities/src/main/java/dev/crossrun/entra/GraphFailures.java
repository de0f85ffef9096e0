package dev.crossrun.entra;

import com.azure.core.exception.ClientAuthenticationException;
import com.microsoft.graph.models.odataerrors.MainError;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.ApiException;
import dev.crossrun.activity.FailureType;
import dev.crossrun.failure.ErrorCodes;
import dev.crossrun.failure.ErrorCodes.Taken;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says of every failed call to Graph what kind of failure it is. Graph's code decides; the HTTP status if it is unknown. */
final class GraphFailures {
    /** The bounds of what Graph may ask for by Retry-After. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final Pattern ENTRA_CODE = Pattern.compile("AADSTS\\d+");

    private static final int LONGEST = 500;

    private GraphFailures() {}

    /** Makes the call and translates its failure; {@code doing} is what it is for, as a gerund. */
    static <T> T translating(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            throw failure(doing, e, type(e));
        } catch (ClientAuthenticationException e) {
            throw refusedToken(doing, e);
        } catch (ApplicationFailure e) {
            throw e;
        } catch (RuntimeException e) {
            throw GraphErrors.TABLE
                    .row(GraphErrors.NO_ANSWER)
                    .failure(brief(doing + " failed: " + firstLine(e)), ProviderError.none());
        }
    }

    /** As {@link #translating}, for an object that a step before made or found: that Graph does not find it is passing. */
    static <T> T settling(String doing, Supplier<T> call) {
        return translating(doing, () -> {
            try {
                return call.get();
            } catch (ApiException e) {
                throw taken(e, Taken.NOT_YET) ? failure(doing, e, FailureType.NOT_READY) : e;
            }
        });
    }

    /** As {@link #settling}, for a call that makes what may be there already. */
    static void making(String doing, Runnable call) {
        settling(doing, () -> {
            try {
                call.run();
            } catch (ApiException e) {
                if (!taken(e, Taken.THERE)) {
                    throw e;
                }
            }
            return doing;
        });
    }

    /** As {@link #translating}, for something that may not be there. */
    static <T> Optional<T> found(String doing, Supplier<T> call) {
        return translating(doing, () -> {
            try {
                return Optional.of(call.get());
            } catch (ApiException e) {
                if (taken(e, Taken.ABSENT)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Deletes a resource, which may be gone. */
    static Removal removing(String doing, Runnable call) {
        return found(doing, () -> {
                    call.run();
                    return Removal.removed();
                })
                .orElseGet(Removal::gone);
    }

    private static boolean taken(ApiException failure, Taken as) {
        return row(failure).taken().contains(as);
    }

    static FailureType type(ApiException failure) {
        return row(failure).type();
    }

    private static ErrorCodes row(ApiException failure) {
        return GraphErrors.TABLE.row(code(failure), said(failure), failure.getResponseStatusCode());
    }

    /** Entra, not Graph, refused: its code stands in the message (AADSTS7000215 and others). */
    private static ApplicationFailure refusedToken(String doing, ClientAuthenticationException failure) {
        String said = firstLine(failure);
        Matcher found = ENTRA_CODE.matcher(said);
        Optional<String> code = found.find() ? Optional.of(found.group()) : Optional.empty();
        ErrorCodes row = code.map(GraphErrors.TABLE::row)
                .filter(known -> !known.equals(GraphErrors.TABLE.otherwise()))
                .orElseGet(() -> GraphErrors.TABLE.row(GraphErrors.NO_TOKEN));
        ProviderError error = new ProviderError(Optional.of("Entra"), code, Optional.empty(), row.remedy());
        return row.type().failure(brief(doing + " failed: " + said), error);
    }

    private static ApplicationFailure failure(String doing, ApiException failure, FailureType type) {
        String message = brief(doing + " failed: " + code(failure) + ": " + said(failure));
        ProviderError error = new ProviderError(
                Optional.of("Graph"),
                Optional.of(code(failure)),
                header(failure, "request-id"),
                row(failure).remedy());
        Optional<Duration> wait = header(failure, "Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
        return wait.isPresent() && type.retried()
                ? type.failureAfter(wait.get(), message, error)
                : type.failure(message, error);
    }

    private static String said(ApiException failure) {
        return failure instanceof ODataError graph
                ? Optional.ofNullable(graph.getError())
                        .map(MainError::getMessage)
                        .orElse("no message")
                : firstLine(failure);
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
