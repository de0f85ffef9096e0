package dev.crossrun.api.run;

import dev.crossrun.run.RunView;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.failure.ProviderError;
import dev.crossrun.run.step.RetryView;
import dev.crossrun.temporal.RefusedPayloadException;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which steps' activities are being retried: a workflow cannot see it, the description of its execution tells. */
final class PendingRetries {
    private final Map<String, RetryView> byActivityId = new HashMap<>();
    private final Function<String, DataConverter> converters;

    PendingRetries(List<PendingActivityInfo> pending, Function<String, DataConverter> converters) {
        this.converters = converters;
        pending.stream()
                .filter(activity -> activity.getAttempt() > 1)
                .forEach(activity -> byActivityId.put(activity.getActivityId(), retry(activity)));
    }

    /** The view with its steps' retries: the run knows which step each of its calls belongs to. */
    RunView in(RunView view) {
        Map<String, RetryView> byStep = new HashMap<>();
        view.calls()
                .forEach((call, step) ->
                        Optional.ofNullable(byActivityId.get(call)).ifPresent(retry -> byStep.put(step, retry)));
        return view.withSteps(view.steps().stream()
                .map(step -> Optional.ofNullable(byStep.get(step.id()))
                        .map(step::retrying)
                        .orElse(step))
                .toList());
    }

    private RetryView retry(PendingActivityInfo activity) {
        boolean waits = activity.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;
        Optional<Instant> next = waits && activity.hasScheduledTime()
                ? Optional.of(Execution.instant(activity.getScheduledTime()))
                : Optional.empty();
        return new RetryView(
                activity.getAttempt(),
                next,
                activity.hasLastFailure()
                        ? Optional.of(failure(
                                activity.getLastFailure(),
                                converters.apply(activity.getActivityType().getName())))
                        : Optional.empty());
    }

    /** A failed attempt of a call, as people see it. */
    static FailureView failure(Failure last, DataConverter converter) {
        try {
            return converter.failureToException(last) instanceof ApplicationFailure failed
                    ? view(failed)
                    : view("TIMED_OUT", last.getMessage(), ProviderError.none());
        } catch (RefusedPayloadException refused) {
            return view("REFUSED", String.valueOf(refused.getMessage()), ProviderError.none());
        }
    }

    private static FailureView view(ApplicationFailure failed) {
        boolean explained = failed.getDetails().getSize() > 0;
        return view(
                failed.getType(),
                failed.getOriginalMessage(),
                explained ? failed.getDetails().get(0, ProviderError.class) : ProviderError.none());
    }

    private static FailureView view(String type, String message, ProviderError error) {
        return new FailureView(type, message, error.provider(), error.code(), error.requestId(), error.remedy());
    }
}
