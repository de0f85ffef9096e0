package dev.crossrun.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.failure.ProviderError;
import dev.crossrun.run.step.RetryView;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepKind;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.common.converter.GlobalDataConverter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which step a retry is shown at. */
class PendingRetriesTest {
    @Test
    void eachRetryOfTheSameActivityIsShownAtTheStepThatMadeTheCall() {
        RunView view = shown(Map.of("call-1", "apple", "call-2", "plum"), call("call-1", 3), call("call-2", 7));
        assertThat(retry(view, "apple").attempt()).isEqualTo(3);
        assertThat(retry(view, "apple").lastFailure().orElseThrow().message()).isEqualTo("call-1 failed");
        assertThat(retry(view, "plum").attempt()).isEqualTo(7);
        assertThat(retry(view, "plum").lastFailure().orElseThrow().message()).isEqualTo("call-2 failed");
    }

    @Test
    void noStepShowsTheRetryOfAnotherOne() {
        RunView view = shown(Map.of("call-1", "apple"), call("call-1", 3));
        assertThat(step(view, "plum").retry()).isEmpty();
        assertThat(step(view, "cherry").retry()).isEmpty();
    }

    @Test
    void aCallThatNoStepMadeIsShownAtNone() {
        RunView view = shown(Map.of("call-1", "apple"), call("notification", 5));
        assertThat(view.steps()).extracting(StepView::retry).containsOnly(Optional.empty());
    }

    @Test
    void aFirstAttemptIsNoRetry() {
        RunView view = shown(Map.of("call-1", "apple"), call("call-1", 1));
        assertThat(step(view, "apple").retry()).isEmpty();
    }

    @Test
    void aCallThatEndedWhileItWasDescribedIsShownAtNone() {
        RunView view = shown(Map.of(), call("call-1", 4));
        assertThat(view.steps()).extracting(StepView::retry).containsOnly(Optional.empty());
    }

    private static RunView shown(Map<String, String> calls, PendingActivityInfo... pending) {
        RunView view = new RunView(
                "bakery",
                "one",
                RunStatus.RUNNING,
                Actor.ENGINE,
                Instant.EPOCH,
                Optional.empty(),
                "Baking",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(cake("apple"), cake("plum"), cake("cherry")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                calls);
        return new PendingRetries(Arrays.asList(pending), any -> GlobalDataConverter.get()).in(view);
    }

    private static StepView cake(String id) {
        StepDefinition definition = StepDefinition.automated(id, "Bake", "OVEN").build(List.of(), List.of(), false);
        return new StepView(
                id,
                definition.title(),
                definition.system(),
                StepKind.AUTOMATED,
                definition.reversibility(),
                List.of(),
                StepStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static PendingActivityInfo call(String id, int attempt) {
        return PendingActivityInfo.newBuilder()
                .setActivityId(id)
                .setActivityType(ActivityType.newBuilder().setName("Oven_Bake"))
                .setState(PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
                .setAttempt(attempt)
                .setLastFailure(Failure.newBuilder()
                        .setMessage(id + " failed")
                        .setApplicationFailureInfo(ApplicationFailureInfo.newBuilder()
                                .setType("NOT_READY")
                                .setDetails(Payloads.newBuilder()
                                        .addPayloads(GlobalDataConverter.get()
                                                .toPayload(ProviderError.none())
                                                .orElseThrow()))))
                .build();
    }

    private static RetryView retry(RunView view, String id) {
        return step(view, id).retry().orElseThrow();
    }

    private static StepView step(RunView view, String id) {
        return view.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
