package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.api.WebPages;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.api.run.VisibilityDirectory;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.temporal.PayloadKeys;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive has the record of a run that Temporal has deleted; on a real Temporal service. */
@OnRealTemporal
@Timeout(120)
class RecordOutlivesTemporalTest {
    @TempDir
    Path folder;

    @Test
    void endedAndTerminatedRunsHaveTheirRecordsAfterTemporalHasDeletedThem() throws IOException {
        try (RealService service = new RealService(folder);
                Stack stack = service.stack(new ContactCenter())) {
            ApiClient kim =
                    new ApiClient(stack.api(), stack.people().requester().token());
            String ended = start(kim, "ended", "?planOnly=true");
            String terminated = start(kim, "terminated", "");
            Waiting.until(() -> status(kim, ended).equals("PLANNED")
                    && status(kim, terminated).equals("AWAITING_APPROVAL"));
            service.client().newUntypedWorkflowStub(workflow(terminated)).terminate("by an operator");
            VisibilityDirectory directory = new VisibilityDirectory(service.client(), RequesterAttribute.name());
            Waiting.until(() -> directory
                            .list(RunFilter.closedSince(Instant.EPOCH), 10, Optional.empty())
                            .items()
                            .size()
                    == 2);
            try (EmbeddedApi api = EmbeddedApi.start(
                    archiving(stack), Runbooks.ALL, WebPages.NONE, service.client(), directory, Clock.systemUTC())) {
                ApiClient archive =
                        new ApiClient(api.address(), stack.people().requester().token());
                Waiting.until(() -> archive.all("/v1/records").size() == 2);
                JsonNode before = archive.get(path(ended) + "/record");
                List.of(ended, terminated).forEach(run -> delete(service, run));
                Waiting.until(() -> isGone(archive, ended) && isGone(archive, terminated));
                assertThat(archive.get(path(ended) + "/record")).isEqualTo(before);
                JsonNode record = archive.get(path(terminated) + "/record");
                assertThat(record.path("status").asText()).isEqualTo("ABORTED");
                assertThat(record.path("problem").path("detail").asText()).isEqualTo("Ended in Temporal: TERMINATED");
                assertThat(record.path("requestedBy").path("name").asText()).isEqualTo("kim@example.com");
                assertThat(record.path("plan").path("steps")).isNotEmpty();
                assertThat(record.path("steps")).isNotEmpty();
            }
        }
    }

    private ApiConfiguration archiving(Stack stack) throws IOException {
        ApiConfiguration configuration = ApiConfiguration.embedded(
                0, stack.people().principals(), Secrets.once().sealing());
        Path keys = Files.writeString(
                folder.resolve("records.jwks.json"), PayloadKeys.generate().json());
        configuration.setRecords(ArchiveSettings.inFolder(folder.resolve("records"), keys));
        return configuration;
    }

    private static String start(ApiClient kim, String name, String query) {
        byte[] request = new String(FederationRun.example(), StandardCharsets.UTF_8)
                .replace("contact-center-prod", name)
                .getBytes(StandardCharsets.UTF_8);
        return kim.post("/v1/runbooks/connect-federation/runs" + query, request, Optional.empty())
                .path("id")
                .asText();
    }

    private static String path(String run) {
        return "/v1/runs/" + ApiClient.encode(run);
    }

    private static String workflow(String run) {
        return run.replaceFirst(":.*", "");
    }

    private static String status(ApiClient api, String run) {
        return api.get(path(run)).path("status").asText();
    }

    private static boolean isGone(ApiClient api, String run) {
        try {
            api.get(path(run));
            return false;
        } catch (ApiRefusal refused) {
            return refused.status() == 404;
        }
    }

    private static void delete(RealService service, String run) {
        service.client()
                .getWorkflowServiceStubs()
                .blockingStub()
                .deleteWorkflowExecution(DeleteWorkflowExecutionRequest.newBuilder()
                        .setNamespace(service.client().getOptions().getNamespace())
                        .setWorkflowExecution(WorkflowExecution.newBuilder()
                                .setWorkflowId(workflow(run))
                                .setRunId(run.replaceFirst(".*:", "")))
                        .build());
    }
}
