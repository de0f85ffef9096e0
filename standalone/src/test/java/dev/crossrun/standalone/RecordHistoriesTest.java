package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.worker.SweepSchedule;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of every variant on a real Temporal service, their histories kept as HistoryReplayTest replays them. For
 * {@code deploy/record-histories.sh}, which says where they go.
 */
@EnabledIfSystemProperty(named = "crossrun.record", matches = ".+")
@Timeout(300)
class RecordHistoriesTest {
    private static final Path HISTORIES = Path.of(System.getProperty("crossrun.record", ""));

    @TempDir
    static Path folder;

    static RealService service;

    @BeforeAll
    static void start() {
        service = new RealService(folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void succeededAndUndoneAfterItsEnd() throws IOException {
        try (Stack stack = service.stack(new ContactCenter());
                FederationRun run = new FederationRun(stack, FederationRun.example())) {
            assertStatus(run.succeed(), "SUCCEEDED");
            record("succeeded", run);
            FederationRun undo = run.startUndo();
            assertStatus(undo.undo(), "UNDONE");
            record("undo-of-ended", undo);
        }
    }

    @Test
    void succeededWithAWholeCompany() throws IOException {
        try (WholeRun whole = whole(request -> {})) {
            assertStatus(whole.succeed(), "SUCCEEDED");
            record("succeeded-whole", whole.run);
        }
    }

    @Test
    void redone() throws IOException {
        try (Stack stack = service.stack(new ContactCenter());
                FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.upToSignIn();
            run.redo("connect-application");
            String application = "connect-application.human-step.2";
            run.task(application);
            run.submit(application, run.metadata());
            run.mapAgain("application-settings.human-step.2");
            run.task("sign-in.human-step.2");
            run.signIn(FederationRun.ADA);
            run.confirmSignIn("sign-in.human-step.2", FederationRun.ADA);
            assertStatus(run.ended(), "SUCCEEDED");
            record("redone", run);
        }
    }

    @Test
    void correctedAndUndone() throws IOException {
        try (WholeRun whole =
                whole(request -> ((ObjectNode) request.at("/agents/0")).put("routingProfile", "Night shift"))) {
            String decision = "connect-agents.decision.1";
            whole.run.approve();
            whole.run.task(decision);
            ObjectNode retry = FederationRun.object("retry");
            retry.putObject("input")
                    .putArray("agents")
                    .addObject()
                    .put("username", FederationRun.ADA)
                    .put("routingProfile", "Basic Routing Profile");
            whole.run.answer(whole.run.sam, decision, retry);
            whole.run.approve("connect-agents.approval.1");
            whole.run.awaitStep("connect-agents", "DONE");
            record("corrected", whole.run);
            whole.run.askForUndo();
            assertStatus(whole.run.undo(), "UNDONE");
            record("undone", whole.run);
        }
    }

    @Test
    void undoneAfterTheSourceWasChanged() throws IOException {
        try (WholeRun whole = whole(request -> {})) {
            whole.changeToEntra();
            byte[] metadata = whole.run.addApplication(WholeRun.APPLICATION);
            whole.run.insist("NO_SUCH_APPLICATION", () -> whole.run.submit(WholeRun.APPLICATION, metadata));
            whole.run.task(WholeRun.SETTINGS);
            whole.run.askForUndo();
            assertStatus(whole.run.undo(), "UNDONE");
            record("undone-after-source-change", whole.run);
        }
    }

    @Test
    void stuckAndLeft() throws IOException {
        try (Stack stack = service.stack(new ContactCenter());
                FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.simulator
                    .faults()
                    .add(InjectedFault.of("iam:CreateRole", Kind.ACCESS_DENIED).forEver());
            run.approve();
            run.submit(WholeRun.APPLICATION, run.addApplication(WholeRun.APPLICATION));
            run.task("federation-role.decision.1");
            record("stuck", run);
            run.sam.post(
                    run.path + "/abort",
                    JsonNodeFactory.instance.objectNode().put("effects", "LEAVE"),
                    Optional.empty());
            assertStatus(run.ended(), "ABORTED");
            record("left", run);
        }
    }

    /** Until it was taken back: the run then looks a quarter of an hour later what was done, and its keeper waits for hours. */
    @Test
    void accessThatWasEndedEarlyItsKeeperAndASweep() throws IOException {
        try (AccessRun run = new AccessRun(Site.of(service.stack(new ContactCenter())), AccessRun.request())) {
            run.approved().given();
            SweptAccessTest.begin(run).join();
            record("lease-sweep", service.history(SweepSchedule.ID));
            run.answer(run.kim, "window.offer.1", AccessRun.action("end").put("reason", "solved"));
            run.awaitStep("revoke", "DONE");
            record("access", service.history(run.workflowId()));
            record("lease-keeper", service.history(run.keeper()));
        }
    }

    private static WholeRun whole(Consumer<ObjectNode> edit) {
        return new WholeRun(service.stack(new NewCompany()), edit);
    }

    private static void assertStatus(JsonNode view, String status) {
        assertThat(view.path("status").asText()).as(view.toString()).isEqualTo(status);
    }

    private static void record(String name, FederationRun run) throws IOException {
        record(name, service.history(run));
    }

    private static void record(String name, WorkflowExecutionHistory history) throws IOException {
        Files.writeString(HISTORIES.resolve(name + ".json"), history.toJson(false) + "\n");
    }
}
