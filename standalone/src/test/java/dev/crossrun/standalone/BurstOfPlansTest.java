package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.SimulatorSettings;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.PendingActivityState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs that plan at the same time do not use up what a provider allows. */
class BurstOfPlansTest {
    private static final int RUNS = 10;

    @Test
    void runsThatPlanAtTheSameTimeAreAnsweredByTheSameReads() throws IOException {
        ObjectNode request = (ObjectNode) new ObjectMapper().readTree(FederationRun.example());
        try (Stack stack = TestStack.start(SimulatorSettings.defaults())) {
            ApiClient kim =
                    new ApiClient(stack.api(), stack.people().requester().token());
            // No call is answered before all runs have asked.
            List<String> runs = stack.simulator().world().locked(() -> {
                List<String> started = IntStream.range(0, RUNS)
                        .mapToObj(i -> plan(kim, request.put("name", "plan-" + i)))
                        .toList();
                Waiting.until(() -> started.stream().allMatch(run -> asks(stack, run)));
                return started;
            });
            runs.forEach(run -> Waiting.until(
                    () -> kim.get("/v1/runs/" + run).path("status").asText().equals("PLANNED")));
            assertThat(stack.simulator().calls().of("sts:GetCallerIdentity"))
                    .as("calls of two accounts, by the runs that asked before and after one was under way")
                    .hasSizeBetween(2, RUNS);
        }
    }

    private static String plan(ApiClient kim, ObjectNode request) {
        return kim.post(
                        "/v1/runbooks/connect-federation/runs?planOnly=true",
                        request.toString().getBytes(StandardCharsets.UTF_8),
                        Optional.empty())
                .path("id")
                .asText();
    }

    private static boolean asks(Stack stack, String run) {
        WorkflowExecution execution = WorkflowExecution.newBuilder()
                .setWorkflowId(run.substring(0, run.lastIndexOf(':')))
                .setRunId(run.substring(run.lastIndexOf(':') + 1))
                .build();
        return new OpenWork(stack.temporal())
                .describe(execution).getPendingActivitiesList().stream()
                        .anyMatch(call -> call.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED);
    }
}
