package dev.crossrun.standalone;

import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The processes of a user on a real Temporal service. */
@OnRealTemporal
@Timeout(300)
class RealTemporalTest {
    private static final String WORKER = "worker";
    static final String APPLY = "connect-application.human-step.1";

    @TempDir
    Path folder;

    final Simulator simulator = Simulator.start(SimulatorSettings.defaults());
    RealService service;
    UserProcesses processes;

    @BeforeEach
    void start() {
        service = new RealService(folder);
        processes = new UserProcesses(folder, simulator, service.environment());
        processes.startWorker(WORKER);
        processes.startApi();
    }

    @AfterEach
    void stop() {
        processes.close();
        service.close();
        simulator.close();
    }

    private FederationRun startRun(byte[] request) {
        return new FederationRun(
                simulator,
                processes.as("requester"),
                processes.as("approver"),
                processes.as("administrator"),
                request,
                Optional.empty(),
                () -> {});
    }

    @Test
    void goesOnAfterItsWorkerWasKilledAndListsRunsByVisibility() {
        FederationRun run = startRun(FederationRun.example());
        run.task("approve-plan.approval.1");
        killed();
        run.approve();
        byte[] metadata = run.addApplication(APPLY);
        killed();
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
        killed();
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
        try (AccessRun run = new AccessRun(
                new Site(
                        simulator,
                        service.client(),
                        ServiceTime.real(service.client()),
                        processes.as("requester"),
                        processes.as("approver"),
                        processes.as("administrator"),
                        () -> {}),
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
        processes.killWorker(WORKER);
        processes.startWorker(WORKER);
    }

    /** A service shows in its listing what has happened a moment later. */
    private static void listed(FederationRun run, String query) {
        String id = run.path.replace("/v1/runs/", "");
        Waiting.until(() -> run.kim.get(query).at("/items/0/id").asText().equals(id));
    }
}
