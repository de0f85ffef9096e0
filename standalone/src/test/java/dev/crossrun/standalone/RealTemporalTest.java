package dev.crossrun.standalone;

import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiUnreachable;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The processes of a user on a Temporal dev server: the program {@code temporal} that TEMPORAL_CLI names. */
@EnabledIfEnvironmentVariable(named = "TEMPORAL_CLI", matches = ".+")
@Timeout(300)
class RealTemporalTest {
    static final String APPLY = "connect-application.human-step.1";

    @TempDir
    Path folder;

    final int temporalPort = Processes.freePort();
    final int apiPort = Processes.freePort();
    final Simulator simulator = Simulator.start(SimulatorSettings.defaults());
    Processes processes;

    @BeforeEach
    void start() throws IOException {
        processes = new Processes(
                folder,
                Map.of(
                        "TEMPORAL_ADDRESS", "127.0.0.1:" + temporalPort,
                        "AWS_ACCESS_KEY_ID", ContactCenter.ACCESS_KEY_ID,
                        "AWS_SECRET_ACCESS_KEY", ContactCenter.SECRET_ACCESS_KEY));
        RealService.start(processes, temporalPort);
        Files.writeString(
                folder.resolve("worker.yml"),
                Files.readString(Path.of("../examples/worker.yml"))
                        .replaceFirst("#endpointOverride: .*", "endpointOverride: " + simulator.endpoint()));
        Files.writeString(
                folder.resolve("api.yml"),
                Files.readString(Path.of("../examples/api.yml"))
                        .replace("port: 8080", "port: " + apiPort)
                        .replace("port: 8081", "port: 0"));
        worker();
        processes.crossrun("api", "api", "--config", folder.resolve("api.yml").toString());
    }

    private void worker() {
        processes.crossrun(
                "worker", "worker", "--config", folder.resolve("worker.yml").toString());
    }

    @AfterEach
    void stop() {
        processes.close();
        simulator.close();
    }

    private ApiClient as(String role) {
        return new ApiClient(URI.create("http://127.0.0.1:" + apiPort), role + "-token");
    }

    private FederationRun startRun(byte[] request) {
        ApiClient requester = as("requester");
        Waiting.until(() -> answers(requester));
        return new FederationRun(
                simulator, requester, as("approver"), as("administrator"), request, Optional.empty(), () -> {});
    }

    private static boolean answers(ApiClient api) {
        try {
            api.get("/v1/runs");
            return true;
        } catch (ApiUnreachable notYet) {
            return false;
        }
    }

    @Test
    void goesOnAfterItsWorkerWasKilledAndListsRunsByVisibility() {
        FederationRun run = startRun(FederationRun.example());
        run.task("approve-plan.approval.1");
        processes.kill("worker");
        worker();
        run.approve();
        byte[] metadata = run.addApplication(APPLY);
        processes.kill("worker");
        worker();
        run.submit(APPLY, metadata);
        run.task("application-settings.human-step.1");
        run.mapRight();
        run.confirm("application-settings.human-step.1");
        run.task("sign-in.human-step.1");
        listed(
                run,
                "/v1/runs?waiting=true&name=contact&account=222222222222&requestedBy=kim%40example.com&status=RUNNING");
        assertThat(run.sam.get("/v1/tasks?mine=true").at("/items/0/id").asText())
                .isEqualTo("sign-in.human-step.1");
        run.signIn(ADA);
        run.confirmSignIn("sign-in.human-step.1", ADA);
        JsonNode view = run.ended();
        assertThat(view.path("status").asText()).isEqualTo("SUCCEEDED");
        listed(run, "/v1/runs?status=SUCCEEDED");
        assertThat(run.connectAccount().iam().roles().all()).hasSize(2);
    }

    /** The first attempt is missed after the heartbeat's thirty seconds; Connect takes two users a second. */
    @Test
    void makesEachOfAHundredAgentsOnceThoughItsWorkerWasKilledInTheMiddle() throws IOException {
        ObjectNode request = (ObjectNode) new ObjectMapper().readTree(FederationRun.example());
        FederationRun.agents(request, 100);
        for (int i = 2; i < 100; i++) {
            String name = "agent" + i + "@example.com";
            simulator.world().identityCenter().orElseThrow().plantUser(name, name, "Agent", "Number " + i);
        }
        FederationRun run = startRun(new ObjectMapper().writeValueAsBytes(request));
        run.approve();
        ConnectInstance instance = run.connectAccount().connectInstances().get(0);
        Waiting.until(() -> instance.users().all().size() >= 40);
        processes.kill("worker");
        worker();
        run.until(view -> FederationRun.step(view, "connect-agents")
                .path("status")
                .asText()
                .equals("DONE"));
        assertThat(instance.users().all())
                .extracting(ConnectUser::username)
                .containsExactlyInAnyOrderElementsOf(request.path("agents").findValuesAsText("username"));
    }

    @Test
    void givesAnAccessAndTakesItBackThoughItsWorkerWasKilledInBetween() {
        WorkflowServiceStubs service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + temporalPort)
                .build());
        WorkflowClient client = WorkflowClient.newInstance(service);
        Waiting.until(() -> answers(as("requester")));
        try (AccessRun run = new AccessRun(
                new Site(
                        simulator,
                        client,
                        new ServiceTime(client),
                        as("requester"),
                        as("approver"),
                        as("administrator"),
                        service::shutdownNow),
                AccessRun.request())) {
            run.approved();
            Waiting.until(
                    () -> !run.access().permissionSets(ADA, AccessRun.ACCOUNT).isEmpty());
            killed();
            run.given();
            AccessKey session = run.open(AccessRun.ACCOUNT).orElseThrow();
            Waiting.until(() -> run.kim
                    .get("/v1/tasks?mine=true")
                    .at("/items/0/id")
                    .asText()
                    .equals("window.offer.1"));
            killed();
            run.answer(run.kim, "window.offer.1", AccessRun.action("end").put("reason", "solved"));
            Waiting.until(() -> !run.may(session));
            killed();
            run.awaitStep("revoke", "DONE");
            assertThat(run.access().permissionSets(ADA, AccessRun.ACCOUNT)).isEmpty();
            assertThat(run.access().permissionSets(ADA, AccessRun.SUPPORT)).isEmpty();
            assertThat(run.may(session)).isFalse();
        }
    }

    private void killed() {
        processes.kill("worker");
        worker();
    }

    /** A service shows in its listing what has happened a moment later. */
    private static void listed(FederationRun run, String query) {
        String id = run.path.replace("/v1/runs/", "");
        Waiting.until(() -> run.kim.get(query).at("/items/0/id").asText().equals(id));
    }
}
