package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.failure.ErrorCodes;
import dev.crossrun.failure.ErrorCodes.Taken;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.ApplicationFailure;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says of every failed call to AWS what kind of failure it is. AWS's code decides; the HTTP status only if it is unknown. */
final class AwsFailures {
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
            if (taken(e, Taken.ABSENT)) {
                return Optional.empty();
            }
            throw ofService(doing, e);
        } catch (SdkException e) {
            throw ofClient(doing, e);
        }
    }

    /**
     * Within one of the others: a change that is refused while another one is under way, perhaps of an earlier attempt, is
     * retried.
     */
    static <T> T changing(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw taken(e, Taken.BEING_CHANGED) ? FailureType.NOT_READY.failure(message(doing, e), error(e)) : e;
        }
    }

    /** Within one of the others: a refusal that passes once AWS knows of an earlier change is tried again if there was one. */
    static <T> T settling(String doing, BooleanSupplier changedBefore, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException e) {
            throw taken(e, Taken.NOT_YET) && changedBefore.getAsBoolean()
                    ? FailureType.NOT_READY.failure(
                            message(doing, e), remedy(e).map(error(e)::fixedBy).orElse(error(e)))
                    : e;
        }
    }

    /** Creates a resource; false if it exists already. */
    static boolean created(String doing, Runnable call) {
        try {
            call.run();
            return true;
        } catch (AwsServiceException e) {
            if (taken(e, Taken.THERE)) {
                return false;
            }
            throw ofService(doing, e);
        } catch (SdkException e) {
            throw ofClient(doing, e);
        }
    }

    /** Deletes a resource, which may be gone. */
    static Removal removing(String doing, Runnable call) {
        return found(doing, () -> {
                    call.run();
                    return Removal.removed();
                })
                .orElseGet(Removal::gone);
    }

    static ApplicationFailure ofService(String doing, AwsServiceException failure) {
        ProviderError error = error(failure);
        return type(failure)
                .failure(
                        message(doing, failure),
                        remedy(failure).map(error::fixedBy).orElse(error));
    }

    static String message(String doing, AwsServiceException failure) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("HTTP " + failure.statusCode());
        return brief(doing + " failed: " + code + ": " + said(failure));
    }

    static ProviderError error(AwsServiceException failure) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(failure.awsErrorDetails());
        return new ProviderError(
                details.map(AwsErrorDetails::serviceName),
                details.map(AwsErrorDetails::errorCode),
                Optional.ofNullable(failure.requestId()),
                Optional.empty());
    }

    static FailureType type(AwsServiceException failure) {
        return row(failure).type();
    }

    static boolean taken(AwsServiceException failure, Taken as) {
        return row(failure).taken().contains(as);
    }

    /** For a denied permission: which one, and who lacks it. Otherwise what the table says. */
    private static Optional<String> remedy(AwsServiceException failure) {
        return Optional.of(said(failure))
                .filter(text -> type(failure) == FailureType.NOT_AUTHORIZED)
                .flatMap(Denial::in)
                .map(Denial::remedy)
                .or(() -> row(failure).remedy());
    }

    private static ErrorCodes row(AwsServiceException failure) {
        String code = Optional.ofNullable(failure.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
        return AwsErrors.TABLE.row(code, said(failure), failure.statusCode());
    }

    private static String said(AwsServiceException failure) {
        return Optional.ofNullable(failure.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .orElse("no message");
    }

    /** No answer from AWS at all: the network, a timeout, or nothing to sign the request with. */
    static ApplicationFailure ofClient(String doing, SdkException failure) {
        String said = Optional.ofNullable(failure.getMessage()).orElse("no answer");
        boolean unsigned = said.toLowerCase(Locale.ROOT).contains("unable to load credentials");
        ErrorCodes row = AwsErrors.TABLE.row(unsigned ? AwsErrors.NO_CREDENTIALS : AwsErrors.NO_ANSWER);
        return row.failure(brief(doing + " failed: " + said), ProviderError.none());
    }

    private static String brief(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }
}
