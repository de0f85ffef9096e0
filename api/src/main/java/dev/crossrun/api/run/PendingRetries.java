package dev.crossrun.api.run;

import dev.crossrun.run.RunView;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.failure.ProviderError;
import dev.crossrun.run.step.RetryView;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which steps' activities are being retried: a workflow cannot see it, the description of its execution tells. */
final class PendingRetries {
    private final Map<String, RetryView> byActivityId = new HashMap<>();
    private final DataConverter converter;

    PendingRetries(List<PendingActivityInfo> pending, DataConverter converter) {
        this.converter = converter;
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
                        ? Optional.of(failure(activity.getLastFailure(), converter))
                        : Optional.empty());
    }

    /** A failed attempt of a call, as people see it. */
    static FailureView failure(Failure last, DataConverter converter) {
        ProviderError error = last.getApplicationFailureInfo().getDetails().getPayloadsList().stream()
                .findFirst()
                .map(payload -> converter.fromPayload(payload, ProviderError.class, ProviderError.class))
                .orElseGet(ProviderError::none);
        String type = last.hasApplicationFailureInfo()
                ? last.getApplicationFailureInfo().getType()
                : "TIMED_OUT";
        return new FailureView(
                type, last.getMessage(), error.provider(), error.code(), error.requestId(), error.remedy());
    }
}
