package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Patience;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import io.temporal.activity.ActivityInterface;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which step a call belongs to that Temporal retries, where several steps make the same call. */
@Timeout(60)
class RetriesOfStepsTest {
    private final Set<String> notReady = ConcurrentHashMap.newKeySet();

    /** Bakes cakes. A failure names the cake. */
    @ActivityInterface
    public interface Oven {
        void bake(String cake);
    }

    /** Three cakes at the same time. */
    public static final class Bakery extends RunbookWorkflow implements SmallRun.SmallWorkflow {
        @Override
        public void run(RunStart start, Patience patience) {
            conduct(
                    start,
                    "cakes",
                    patience,
                    1,
                    input -> SmallStep.approved(
                            "OVEN",
                            approval -> Stream.of("apple", "plum", "cherry")
                                    .map(cake -> new SmallStep(
                                            StepDefinition.automated(cake, "Bake a cake: " + cake, "OVEN"),
                                            step -> bake(step, cake),
                                            approval))
                                    .toList()));
        }

        private static void bake(StepContext step, String cake) {
            step.call(Oven.class, "Bake").bake(cake);
        }
    }

    @Test
    void eachRetryOfACallThatTwoStepsMakeBelongsToTheStepThatMadeIt() {
        notReady.addAll(Set.of("apple", "plum"));
        try (SmallRun run = run()) {
            run.awaitStep("cherry", StepStatus.DONE);
            SmallRun.until(() -> retried(run).size() == 2);
            Map<String, String> steps = run.run.view().calls();
            for (PendingActivityInfo call : retried(run)) {
                assertThat(call.getActivityType().getName()).isEqualTo("Bake");
                assertThat(steps)
                        .containsEntry(
                                call.getActivityId(), call.getLastFailure().getMessage());
            }
            assertThat(steps.values()).containsExactlyInAnyOrder("apple", "plum");
        }
    }

    @Test
    void aCallThatHasEndedBelongsToNoStepAnyMore() {
        notReady.addAll(Set.of("apple", "plum"));
        try (SmallRun run = run()) {
            SmallRun.until(() -> retried(run).size() == 2);
            notReady.remove("plum");
            run.awaitStep("plum", StepStatus.DONE);
            assertThat(run.run.view().calls().values()).containsExactly("apple");
            notReady.clear();
            run.ended();
            assertThat(run.run.view().calls()).isEmpty();
        }
    }

    @Test
    void historyShowsInEachCallWhichStepMadeIt() {
        try (SmallRun run = run()) {
            run.ended();
            assertThat(calls(run).stream()
                            .collect(Collectors.toMap(
                                    call -> call.getHeader()
                                            .getFieldsMap()
                                            .get("crossrun-step")
                                            .getData()
                                            .toStringUtf8(),
                                    call -> call.getInput()
                                            .getPayloads(0)
                                            .getData()
                                            .toStringUtf8())))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("\"apple\"", "\"apple\"", "\"plum\"", "\"plum\"", "\"cherry\"", "\"cherry\""));
        }
    }

    @Test
    void thePropagatorsOfTheClientReachEachCallToo() {
        WorkflowClientOptions client = WorkflowClientOptions.newBuilder()
                .setContextPropagators(List.of(new Tenant()))
                .build();
        try (SmallRun run = new SmallRun(client, Patience.standard(), Bakery.class, (Oven) this::bake).approved()) {
            run.ended();
            assertThat(calls(run))
                    .hasSize(3)
                    .allSatisfy(call ->
                            assertThat(call.getHeader().getFieldsMap()).containsOnlyKeys("crossrun-step", "tenant"));
        }
    }

    /** A context that every workflow and every call of it has. */
    private static final class Tenant implements ContextPropagator {
        @Override
        public String getName() {
            return "tenant";
        }

        @Override
        public Object getCurrentContext() {
            return "acme";
        }

        @Override
        public Map<String, Payload> serializeContext(Object context) {
            return Map.of(
                    getName(), GlobalDataConverter.get().toPayload(context).orElseThrow());
        }

        @Override
        public Object deserializeContext(Map<String, Payload> header) {
            return getCurrentContext();
        }

        @Override
        public void setCurrentContext(Object context) {}
    }

    private static List<ActivityTaskScheduledEventAttributes> calls(SmallRun run) {
        return run.history().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .filter(call -> call.getActivityType().getName().equals("Bake"))
                .toList();
    }

    private SmallRun run() {
        return new SmallRun(Bakery.class, (Oven) this::bake).approved();
    }

    private void bake(String cake) {
        if (notReady.contains(cake)) {
            throw FailureType.NOT_READY.failure(cake);
        }
    }

    private static List<PendingActivityInfo> retried(SmallRun run) {
        return run.pending().stream()
                .filter(call -> call.getAttempt() > 1 && call.hasLastFailure())
                .toList();
    }
}
