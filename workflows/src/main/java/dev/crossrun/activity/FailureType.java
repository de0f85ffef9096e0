package dev.crossrun.activity;

import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.failure.ProviderError;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a call to an outside system failed, whatever the system: workflows branch on this and on nothing else. */
public enum FailureType {
    INVALID_REQUEST(false),
    NOT_AUTHORIZED(false),
    NOT_FOUND(false),
    /** Something is there that is not ours, or was changed by somebody else meanwhile. */
    CONFLICT(false),
    QUOTA_EXCEEDED(false),
    /** The outside system contradicts itself, such as two resources for one key. */
    INCONSISTENT(false),
    THROTTLED(true),
    UNAVAILABLE(true),
    /** Not yet there, and expected to come: the normal case of a poll. */
    NOT_READY(true);

    /** How many items of a batch a failure names. */
    private static final int NAMED = 10;

    private final boolean retried;

    FailureType(boolean retried) {
        this.retried = retried;
    }

    /** Whether trying again may heal it. */
    public boolean retried() {
        return retried;
    }

    /** A failure that no provider named. */
    public ApplicationFailure failure(String message) {
        return failure(message, ProviderError.none());
    }

    /** A failure that no provider named, with what would fix it. */
    public ApplicationFailure failure(String message, String remedy) {
        return failure(message, ProviderError.none().fixedBy(remedy));
    }

    public ApplicationFailure failure(String message, ProviderError error) {
        return builder(message, error).build();
    }

    /** A failure that should be tried again no sooner than {@code delay} from now. */
    public ApplicationFailure failureAfter(Duration delay, String message, ProviderError error) {
        return builder(message, error).setNextRetryDelay(delay).build();
    }

    private ApplicationFailure.Builder builder(String message, ProviderError error) {
        return ApplicationFailure.newBuilder()
                .setMessage(message)
                .setType(name())
                .setNonRetryable(!retried)
                .setCategory(this == NOT_READY ? ApplicationErrorCategory.BENIGN : ApplicationErrorCategory.UNSPECIFIED)
                .setDetails(error);
    }

    /** The type of the failure that ended an activity; empty if it was none of these (a timeout, a defect). */
    public static Optional<FailureType> of(Throwable failure) {
        return cause(failure).flatMap(application -> named(application.getType()));
    }

    /** The failure that the activity threw, if it threw one of these; a timeout keeps the last one as its cause. */
    public static Optional<ApplicationFailure> cause(Throwable failure) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof ApplicationFailure application) {
                return Optional.of(application);
            }
        }
        return Optional.empty();
    }

    /** What the outside system said, as a sentence for people. */
    public static String message(Throwable failure) {
        return cause(failure)
                .map(ApplicationFailure::getOriginalMessage)
                .orElse("a call did not come to an end in time");
    }

    /** What the outside system said, in its own terms, with what would fix it. */
    public static ProviderError error(Throwable failure) {
        return cause(failure)
                .filter(application -> named(application.getType()).isPresent())
                .map(ApplicationFailure::getDetails)
                .filter(details -> details.getSize() > 0)
                .map(details -> details.get(0, ProviderError.class))
                .orElseGet(ProviderError::none);
    }

    /** A failure as people see it. */
    public static FailureView view(Throwable failure) {
        ProviderError error = error(failure);
        return new FailureView(
                cause(failure).map(ApplicationFailure::getType).orElse("TIMED_OUT"),
                message(failure),
                error.provider(),
                error.code(),
                error.requestId(),
                error.remedy());
    }

    /** One failure for several items of a batch: it has the type of the first, and names the first few. */
    public static ApplicationFailure ofItems(List<String> names, List<FailureView> failures) {
        FailureView first = failures.get(0);
        if (names.size() == 1) {
            return of(first, first.message());
        }
        int named = Math.min(NAMED, names.size());
        String each = IntStream.range(0, named)
                .mapToObj(i -> names.get(i) + ": " + failures.get(i).message())
                .collect(Collectors.joining("; "));
        String more = names.size() > named ? "; and " + (names.size() - named) + " more" : "";
        return of(first, each + more);
    }

    private static ApplicationFailure of(FailureView view, String message) {
        return named(view.type())
                .orElse(CONFLICT)
                .failure(message, new ProviderError(view.provider(), view.code(), view.requestId(), view.remedy()));
    }

    /** The same failure with a better remedy. */
    public static ApplicationFailure fixedBy(ApplicationFailure failure, String remedy) {
        ApplicationFailure.Builder builder = ApplicationFailure.newBuilder(failure);
        return builder.setDetails(error(failure).fixedBy(remedy)).build();
    }

    private static Optional<FailureType> named(String type) {
        for (FailureType candidate : values()) {
            if (candidate.name().equals(type)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
