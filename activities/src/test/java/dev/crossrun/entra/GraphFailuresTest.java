package dev.crossrun.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.exception.ClientAuthenticationException;
import com.microsoft.graph.models.odataerrors.MainError;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.ApiExceptionBuilder;
import com.microsoft.kiota.ResponseHeaders;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "Authorization_RequestDenied, 403, NOT_AUTHORIZED",
        "Authorization_IdentityNotFound, 401, NOT_AUTHORIZED",
        "InvalidAuthenticationToken, 401, NOT_AUTHORIZED",
        "Request_ResourceNotFound, 404, NOT_FOUND",
        "ResourceNotFound, 404, NOT_FOUND",
        "Directory_QuotaExceeded, 403, QUOTA_EXCEEDED",
        "Directory_ConcurrencyViolation, 409, UNAVAILABLE",
        "Directory_ExpiredPageToken, 400, UNAVAILABLE",
        "Request_MultipleObjectsWithSameKeyValue, 400, CONFLICT",
        "Request_BadRequest, 400, INVALID_REQUEST",
        "CredentialsValidationFailed, 400, INVALID_REQUEST",
        "TooManyRequests, 429, THROTTLED",
        "ServiceUnavailable, 503, UNAVAILABLE",
        "NeverHeardOf, 400, INVALID_REQUEST",
        "NeverHeardOf, 401, NOT_AUTHORIZED",
        "NeverHeardOf, 403, NOT_AUTHORIZED",
        "NeverHeardOf, 404, NOT_FOUND",
        "NeverHeardOf, 409, CONFLICT",
        "NeverHeardOf, 429, THROTTLED",
        "NeverHeardOf, 500, UNAVAILABLE",
        "NeverHeardOf, 504, UNAVAILABLE",
    })
    void tellsTheKindOfFailureByGraphsCode(String code, int status, FailureType type) {
        assertThat(GraphFailures.type(failure(code, status))).isEqualTo(type);
    }

    @Test
    void tellsItByTheStatusWhereThereIsNoCode() {
        ApiException bare =
                new ApiExceptionBuilder().withResponseStatusCode(404).build();
        assertThat(GraphFailures.type(bare)).isEqualTo(FailureType.NOT_FOUND);
        ApiException empty = answered(new ODataError(), 429, new ResponseHeaders());
        assertThat(GraphFailures.type(empty)).isEqualTo(FailureType.THROTTLED);
        assertThat(translated(empty).getOriginalMessage()).isEqualTo("reading failed: HTTP 429: no message");
    }

    @Test
    void keepsWhatGraphSaidAndUnderWhichRequest() {
        ApiException denied = failure("Authorization_RequestDenied", 403, "said so", headers("request-id", "r-1"));
        ApplicationFailure failure = translated(denied);
        assertThat(failure.getOriginalMessage()).isEqualTo("reading failed: Authorization_RequestDenied: said so");
        assertThat(failure.getDetails().get(ProviderError.class))
                .isEqualTo(new ProviderError(
                        Optional.of("Graph"),
                        Optional.of("Authorization_RequestDenied"),
                        Optional.of("r-1"),
                        Optional.of(GraphErrors.PERMIT)));
        assertThat(failure.isNonRetryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TooManyRequests, 429, Retry-After, 17, PT17S",
        "TooManyRequests, 429, retry-after, 17, PT17S",
        "ServiceUnavailable, 503, Retry-After, 120, PT2M",
        "TooManyRequests, 429, Retry-After, 86400, PT5M",
        "TooManyRequests, 429, Retry-After, 'Tue, 24 Nov 2026 08:00:00 GMT',",
        "TooManyRequests, 429, Other, 17,",
        "Request_BadRequest, 400, Retry-After, 17,",
    })
    void comesAgainWhenGraphSaysButWithinFiveMinutesAndOnlyIfItHelps(
            String code, int status, String header, String value, Duration wait) {
        ApiException failure = failure(code, status, "said so", headers(header, value));
        assertThat(translated(failure).getNextRetryDelay()).isEqualTo(wait);
    }

    @Test
    void takesTheRefusalOfATokenForARefusalAndTheAbsenceOfAnAnswerForAnOutage() {
        ApplicationFailure refused =
                translated(new ClientAuthenticationException("AADSTS7000215: Invalid secret\nTrace ID: x", null));
        assertThat(refused.getType()).isEqualTo("NOT_AUTHORIZED");
        assertThat(refused.getOriginalMessage()).isEqualTo("reading failed: AADSTS7000215: Invalid secret");
        ProviderError error = FailureType.error(refused);
        assertThat(error.provider()).contains("Entra");
        assertThat(error.code()).contains("AADSTS7000215");
        assertThat(error.remedy().orElseThrow()).contains("client secret or certificate", "worker.yml");
        assertThat(translated(new UncheckedIOException(new SocketTimeoutException("timeout")))
                        .getType())
                .isEqualTo("UNAVAILABLE");
    }

    @Test
    void leavesAFailureThatIsTranslatedAlready() {
        ApplicationFailure conflict = FailureType.CONFLICT.failure("somebody else's");
        assertThat(translated(conflict)).isSameAs(conflict);
    }

    @Test
    void whatWasMadeAMomentAgoIsNotReadyWhereItIsNotFoundAndNothingElse() {
        ApplicationFailure unseen =
                settled(failure("Request_ResourceNotFound", 404, "said so", headers("request-id", "r-1")));
        assertThat(unseen.getType()).isEqualTo("NOT_READY");
        assertThat(FailureType.error(unseen).code()).contains("Request_ResourceNotFound");
        assertThat(FailureType.error(unseen).requestId()).contains("r-1");
        assertThat(FailureType.error(unseen).remedy().orElseThrow()).contains("Restore it");
        assertThat(settled(failure("Authorization_RequestDenied", 403)).getType())
                .isEqualTo("NOT_AUTHORIZED");
        assertThat(translated(failure("Request_ResourceNotFound", 404)).getType())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void makesNothingOfTheRefusalOfWhatIsSoAlready() {
        ApiException there = failure(
                "Request_BadRequest",
                400,
                "Permission being assigned already exists on the object",
                new ResponseHeaders());
        assertThatCode(() -> making(there)).doesNotThrowAnyException();
        assertThat(catchThrowableOfType(ApplicationFailure.class, () -> making(failure("Request_BadRequest", 400)))
                        .getType())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void triesAgainWhereATokenHasExpiredAndNotWhereItIsWrong() {
        assertThat(translated(failure(
                                "InvalidAuthenticationToken",
                                401,
                                "Lifetime validation failed, the token is expired.",
                                new ResponseHeaders()))
                        .getType())
                .isEqualTo("UNAVAILABLE");
        assertThat(translated(failure("InvalidAuthenticationToken", 401)).getType())
                .isEqualTo("NOT_AUTHORIZED");
    }

    @Test
    void doesNotFillTheHistoryWithALongMessage() {
        assertThat(translated(failure("Request_BadRequest", 400, "x".repeat(5000), new ResponseHeaders()))
                        .getOriginalMessage())
                .hasSize(500)
                .endsWith("…");
    }

    private static ApplicationFailure translated(RuntimeException failure) {
        return catchThrowableOfType(
                ApplicationFailure.class,
                () -> GraphFailures.translating("reading", () -> {
                    throw failure;
                }));
    }

    private static void making(RuntimeException failure) {
        GraphFailures.making("making", () -> {
            throw failure;
        });
    }

    private static ApplicationFailure settled(RuntimeException failure) {
        return catchThrowableOfType(
                ApplicationFailure.class,
                () -> GraphFailures.settling("reading", () -> {
                    throw failure;
                }));
    }

    private static ApiException failure(String code, int status) {
        return failure(code, status, "said so", new ResponseHeaders());
    }

    private static ApiException failure(String code, int status, String message, ResponseHeaders headers) {
        MainError error = new MainError();
        error.setCode(code);
        error.setMessage(message);
        ODataError failure = new ODataError();
        failure.setError(error);
        return answered(failure, status, headers);
    }

    private static ApiException answered(ODataError failure, int status, ResponseHeaders headers) {
        return new ApiExceptionBuilder(() -> failure)
                .withResponseStatusCode(status)
                .withResponseHeaders(headers)
                .build();
    }

    private static ResponseHeaders headers(String name, String value) {
        ResponseHeaders headers = new ResponseHeaders();
        headers.add(name, value);
        return headers;
    }
}
