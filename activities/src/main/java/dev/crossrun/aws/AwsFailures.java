package dev.crossrun.aws;

import static java.util.Map.entry;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says of every failed call to AWS what kind of failure it is. AWS's code decides; the HTTP status only if it is unknown. */
final class AwsFailures {
    private static final Map<String, FailureType> BY_CODE = Map.ofEntries(
            entry("AccessDenied", FailureType.NOT_AUTHORIZED),
            entry("AccessDeniedException", FailureType.NOT_AUTHORIZED),
            entry("UnauthorizedOperation", FailureType.NOT_AUTHORIZED),
            entry("UnrecognizedClientException", FailureType.NOT_AUTHORIZED),
            entry("InvalidClientTokenId", FailureType.NOT_AUTHORIZED),
            entry("InvalidAccessKeyId", FailureType.NOT_AUTHORIZED),
            entry("SignatureDoesNotMatch", FailureType.NOT_AUTHORIZED),
            entry("IncompleteSignature", FailureType.NOT_AUTHORIZED),
            entry("MissingAuthenticationToken", FailureType.NOT_AUTHORIZED),
            entry("OptInRequired", FailureType.NOT_AUTHORIZED),
            entry("RegionDisabledException", FailureType.NOT_AUTHORIZED),
            // Temporary credentials are renewed before the next attempt.
            entry("ExpiredToken", FailureType.UNAVAILABLE),
            entry("ExpiredTokenException", FailureType.UNAVAILABLE),
            entry("RequestExpired", FailureType.UNAVAILABLE),
            entry("ServiceFailure", FailureType.UNAVAILABLE),
            entry("ServiceUnavailable", FailureType.UNAVAILABLE),
            entry("ServiceUnavailableException", FailureType.UNAVAILABLE),
            entry("InternalFailure", FailureType.UNAVAILABLE),
            entry("InternalServiceException", FailureType.UNAVAILABLE),
            entry("InternalServerException", FailureType.UNAVAILABLE),
            entry("ServiceException", FailureType.UNAVAILABLE),
            // Two changes at once: IAM and Organizations ask the caller to try again.
            entry("ConcurrentModification", FailureType.UNAVAILABLE),
            entry("ConcurrentModificationException", FailureType.UNAVAILABLE),
            entry("EntityTemporarilyUnmodifiable", FailureType.UNAVAILABLE),
            entry("NoSuchEntity", FailureType.NOT_FOUND),
            entry("ResourceNotFoundException", FailureType.NOT_FOUND),
            entry("AccountNotFoundException", FailureType.NOT_FOUND),
            entry("AWSOrganizationsNotInUseException", FailureType.NOT_FOUND),
            entry("EntityAlreadyExists", FailureType.CONFLICT),
            entry("ConflictException", FailureType.CONFLICT),
            entry("ResourceConflictException", FailureType.CONFLICT),
            entry("DuplicateResourceException", FailureType.CONFLICT),
            entry("DeleteConflict", FailureType.CONFLICT),
            // A hard limit, although Connect answers it with HTTP 429 and IAM with 409.
            entry("LimitExceeded", FailureType.QUOTA_EXCEEDED),
            entry("LimitExceededException", FailureType.QUOTA_EXCEEDED),
            entry("ServiceQuotaExceededException", FailureType.QUOTA_EXCEEDED),
            entry("Throttling", FailureType.THROTTLED),
            entry("ThrottlingException", FailureType.THROTTLED),
            entry("ThrottledException", FailureType.THROTTLED),
            entry("RequestThrottled", FailureType.THROTTLED),
            entry("RequestLimitExceeded", FailureType.THROTTLED),
            entry("TooManyRequestsException", FailureType.THROTTLED),
            entry("ValidationError", FailureType.INVALID_REQUEST),
            entry("ValidationException", FailureType.INVALID_REQUEST),
            entry("InvalidInput", FailureType.INVALID_REQUEST),
            entry("InvalidInputException", FailureType.INVALID_REQUEST),
            entry("InvalidRequestException", FailureType.INVALID_REQUEST),
            entry("InvalidParameterException", FailureType.INVALID_REQUEST),
            entry("InvalidParameterValue", FailureType.INVALID_REQUEST),
            entry("MalformedPolicyDocument", FailureType.INVALID_REQUEST),
            entry("UnmodifiableEntity", FailureType.INVALID_REQUEST),
            entry("PolicyEvaluation", FailureType.UNAVAILABLE));

    private static final int LONGEST = 500;

    private AwsFailures() {}

    /**
     * Makes the call and translates its failure.
     *
     * @param doing what the call is for, as a gerund: "reading the role Agents"
     */
    static <T> T translating(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw ofService(doing, e);
        } catch (SdkException e) {
            throw ofClient(doing, e);
        }
    }

    /** As {@link #translating}, for something that may not be there. */
    static <T> Optional<T> found(String doing, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (AwsServiceException e) {
            if (type(e) == FailureType.NOT_FOUND) {
                return Optional.empty();
            }
            throw ofService(doing, e);
        } catch (SdkException e) {
            throw ofClient(doing, e);
        }
    }

    /** Makes a thing; false if it is there already. */
    static boolean created(String doing, Runnable call) {
        try {
            call.run();
            return true;
        } catch (AwsServiceException e) {
            if (type(e) == FailureType.CONFLICT) {
                return false;
            }
            throw ofService(doing, e);
        } catch (SdkException e) {
            throw ofClient(doing, e);
        }
    }

    static ApplicationFailure ofService(String doing, AwsServiceException failure) {
        return type(failure).failure(message(doing, failure), error(failure));
    }

    static String message(String doing, AwsServiceException failure) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("HTTP " + failure.statusCode());
        String said = details.map(AwsErrorDetails::errorMessage).orElse("no message");
        return brief(doing + " failed: " + code + ": " + said);
    }

    static ProviderError error(AwsServiceException failure) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
        return new ProviderError(
                details.map(AwsErrorDetails::serviceName),
                details.map(AwsErrorDetails::errorCode),
                Optional.ofNullable(failure.requestId()));
    }

    static FailureType type(AwsServiceException failure) {
        String code = Optional.ofNullable(failure.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
        return Optional.ofNullable(BY_CODE.get(code)).orElseGet(() -> byForm(code, failure.statusCode()));
    }

    private static FailureType byForm(String code, int status) {
        if (code.startsWith("AccessDenied")) {
            return FailureType.NOT_AUTHORIZED;
        }
        if (status == 429 || code.startsWith("Throttl")) {
            return FailureType.THROTTLED;
        }
        return switch (status) {
            case 400 -> FailureType.INVALID_REQUEST;
            case 401, 403 -> FailureType.NOT_AUTHORIZED;
            case 402 -> FailureType.QUOTA_EXCEEDED;
            case 404 -> FailureType.NOT_FOUND;
            case 409 -> FailureType.CONFLICT;
            default -> FailureType.UNAVAILABLE;
        };
    }

    /** No answer from AWS at all: the network, a timeout, or nothing to sign the request with. */
    static ApplicationFailure ofClient(String doing, SdkException failure) {
        String said = Optional.ofNullable(failure.getMessage()).orElse("no answer");
        boolean unsigned = said.toLowerCase(Locale.ROOT).contains("unable to load credentials");
        FailureType type = unsigned ? FailureType.NOT_AUTHORIZED : FailureType.UNAVAILABLE;
        return type.failure(brief(doing + " failed: " + said));
    }

    private static String brief(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }
}
