package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.simulator.world.ContactCenter;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a run that Temporal ended without its workflow; on a real Temporal service. */
@OnRealTemporal
@Timeout(120)
class RunEndedInTemporalTest {
    @TempDir
    Path folder;

    RealService service;
    Stack stack;

    @BeforeEach
    void start() {
        service = new RealService(folder);
        stack = service.stack(new ContactCenter());
    }

    @AfterEach
    void stop() {
        stack.close();
        service.close();
    }

    @Test
    void theRecordOfATerminatedRunIsWholeAndTheRunCanBeUndone() {
        FederationRun run = new FederationRun(stack, FederationRun.example()).upToSignIn();
        JsonNode before = run.sam.get(run.path + "/record");
        Termination.atOnce("connect-federation.contact-center-prod", service.client());
        JsonNode record = run.sam.get(run.path + "/record");
        assertThat(record.path("status").asText()).isEqualTo("ABORTED");
        assertThat(record.path("problem").path("detail").asText()).isEqualTo("Ended in Temporal: TERMINATED");
        for (String part : List.of("request", "approval", "plan", "steps", "documents", "events")) {
            assertThat(record.path(part)).as(part).isNotEmpty().isEqualTo(before.path(part));
        }
        assertThat(record.path("tasks").findValuesAsText("action")).contains("approve", "confirm");
        assertThat(record.path("undo")).isNotEmpty();
        EndedRunUndo undo = EndedRunUndo.of(run);
        undo.task();
        undo.answer(run.lee, "undo");
        Waiting.until(() -> undo.view().hasNonNull("closedAt"));
        assertThat(undo.view().path("status").asText()).isEqualTo("UNDONE");
        assertThat(run.connectAccount().iam().samlProviders().all()).isEmpty();
    }

    @Test
    void theRecordOfARunThatTimedOutIsWhole() throws IOException {
        String id = startWithTimeout(Duration.ofSeconds(5));
        ApiClient sam =
                new ApiClient(stack.api(), stack.people().administrator().token());
        String path = "/v1/runs/" + ApiClient.encode("connect-federation.slow:" + id);
        Waiting.until(() -> sam.get(path).hasNonNull("closedAt"));
        JsonNode record = sam.get(path + "/record");
        assertThat(record.path("status").asText()).isEqualTo("FAILED");
        assertThat(record.path("problem").path("detail").asText()).isEqualTo("Ended in Temporal: TIMED_OUT");
        assertThat(record.path("steps")).isNotEmpty();
        assertThat(record.path("events")).isNotEmpty();
    }

    /** The API sets no timeout: somebody else starts such a run. */
    private String startWithTimeout(Duration timeout) throws IOException {
        Actor kim = Actor.listed("kim@example.com", "crossrun");
        RunStart start = RunStart.of("connect-federation", "slow", kim, false);
        RunSummary summary = new RunSummary(
                start.runbook(),
                start.name(),
                RunStatus.PLANNING,
                kim,
                Instant.now(),
                "Planning",
                List.of(),
                List.of(),
                Optional.empty());
        return service.client()
                .newUntypedWorkflowStub(
                        "ConnectFederation",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId("connect-federation.slow")
                                .setTaskQueue(RunAttributes.TASK_QUEUE)
                                .setMemo(Map.of(RunAttributes.MEMO_SUMMARY, summary))
                                .setWorkflowRunTimeout(timeout)
                                .build())
                .start(start, new ObjectMapper().readTree(FederationRun.example()))
                .getRunId();
    }
}
