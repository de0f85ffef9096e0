package dev.crossrun.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsFailuresTest {
    @Test
    void takesForGoneWhatIsNotThereToBeChangedAndTriesAgainWhatIsBeingChanged() {
        assertThat(AwsFailures.removing("taking ada off", changing("ResourceNotFoundException")))
                .isEqualTo(Removal.gone());
        assertThatThrownBy(() -> AwsFailures.removing("taking ada off", changing("ConflictException")))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class,
                        failure -> assertThat(failure.getType()).isEqualTo("NOT_READY"));
    }

    private static Runnable changing(String code) {
        return () -> AwsFailures.changing("taking ada off", () -> {
            throw failure(code, 400);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDenied, 403, NOT_AUTHORIZED",
        "AccessDeniedException, 400, NOT_AUTHORIZED",
        "AccessDeniedForDependencyException, 400, NOT_AUTHORIZED",
        "UnrecognizedClientException, 400, NOT_AUTHORIZED",
        "InvalidClientTokenId, 403, NOT_AUTHORIZED",
        "SignatureDoesNotMatch, 403, NOT_AUTHORIZED",
        "InvalidSignatureException, 403, NOT_AUTHORIZED",
        "IncompleteSignatureException, 400, NOT_AUTHORIZED",
        "MissingAuthenticationTokenException, 403, NOT_AUTHORIZED",
        "ExpiredToken, 403, UNAVAILABLE",
        "ServiceFailure, 500, UNAVAILABLE",
        "InternalServerException, 500, UNAVAILABLE",
        "ConcurrentModification, 409, UNAVAILABLE",
        "ConcurrentModificationException, 400, UNAVAILABLE",
        "NoSuchEntity, 404, NOT_FOUND",
        "ResourceNotFoundException, 400, NOT_FOUND",
        "AccountNotFoundException, 400, NOT_FOUND",
        "EntityAlreadyExists, 409, CONFLICT",
        "ConflictException, 400, CONFLICT",
        "DuplicateResourceException, 409, CONFLICT",
        "LimitExceeded, 409, QUOTA_EXCEEDED",
        "LimitExceededException, 429, QUOTA_EXCEEDED",
        "ServiceQuotaExceededException, 402, QUOTA_EXCEEDED",
        "Throttling, 400, THROTTLED",
        "ThrottlingException, 429, THROTTLED",
        "TooManyRequestsException, 400, THROTTLED",
        "ValidationException, 400, INVALID_REQUEST",
        "InvalidInput, 400, INVALID_REQUEST",
        "MalformedPolicyDocument, 400, INVALID_REQUEST",
        "NeverHeardOf, 400, INVALID_REQUEST",
        "NeverHeardOf, 402, QUOTA_EXCEEDED",
        "NeverHeardOf, 403, NOT_AUTHORIZED",
        "NeverHeardOf, 404, NOT_FOUND",
        "NeverHeardOf, 409, CONFLICT",
        "NeverHeardOf, 429, THROTTLED",
        "NeverHeardOf, 503, UNAVAILABLE",
    })
    void tellsTheKindOfFailureByAwsCode(String code, int status, FailureType type) {
        assertThat(AwsFailures.type(failure(code, status))).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "SignatureDoesNotMatch, 403",
        "InvalidSignatureException, 400",
        "InvalidSignatureException, 403",
        "IncompleteSignatureException, 403",
        "ExpiredTokenException, 403",
    })
    void sendsForTheClockWhereASignatureOrATokenIsRefused(String code, int status) {
        ApplicationFailure failure = AwsFailures.ofService("reading", failure(code, status));

        assertThat(FailureType.error(failure).remedy().orElseThrow()).startsWith("Set the clock of the worker's");
    }

    @Test
    void keepsWhatAwsSaidAndUnderWhichRequest() {
        ApplicationFailure failure = AwsFailures.ofService("reading the role Agents", failure("AccessDenied", 403));

        assertThat(failure.getOriginalMessage()).isEqualTo("reading the role Agents failed: AccessDenied: said so");
        assertThat(failure.getDetails().get(ProviderError.class))
                .isEqualTo(new ProviderError(
                        Optional.of("Iam"),
                        Optional.of("AccessDenied"),
                        Optional.of("r-1"),
                        AwsErrors.TABLE.row("AccessDenied").remedy()));
        assertThat(failure.isNonRetryable()).isTrue();
    }

    @Test
    void takesTheAbsenceOfAnAnswerForAnOutage() {
        assertThat(AwsFailures.ofClient("reading", SdkClientException.create("connect timed out"))
                        .getType())
                .isEqualTo("UNAVAILABLE");
    }

    @Test
    void takesTheAbsenceOfCredentialsForARefusal() {
        SdkClientException failure =
                SdkClientException.create("Unable to load credentials from any of the providers in the chain");

        assertThat(AwsFailures.ofClient("reading", failure).getType()).isEqualTo("NOT_AUTHORIZED");
    }

    @Test
    void findsNothingWhereAwsKnowsNothing() {
        assertThat(AwsFailures.found("reading", () -> {
                    throw failure("NoSuchEntity", 404);
                }))
                .isEmpty();
    }

    @Test
    void doesNotTakeARefusalForAnAbsence() {
        assertThatThrownBy(() -> AwsFailures.found("reading", () -> {
                    throw failure("AccessDenied", 403);
                }))
                .isInstanceOfSatisfying(
                        ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("NOT_AUTHORIZED"));
    }

    private static AwsServiceException failure(String code, int status) {
        return AwsServiceException.builder()
                .statusCode(status)
                .requestId("r-1")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Iam")
                        .errorCode(code)
                        .errorMessage("said so")
                        .build())
                .build();
    }
}
