package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionDescription;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that are stopped while their branches are at work. */
@Timeout(120)
class InterruptedFederationTest {
    private static final String NAME = "connect-federation.contact-center-prod";

    @Test
    void leavesEverythingWhenItIsAbortedWhileABranchRetries() {
        try (WholeRun whole = retrying()) {
            abort(whole, "LEAVE");
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("ABORTED");
            assertThat(whole.entra().applications().all()).hasSize(1);
            assertThat(whole.run.undoItem("entra-application").path("action").asText())
                    .isEqualTo("UNDO");
            assertThat(whole.run.undoItem("entra-application").path("state").asText())
                    .isEqualTo("CREATED");
            nobodyWasAskedAbout(whole, "connect-instance");
        }
    }

    @Test
    void undoesWhatTheOtherBranchMadeWhenItIsAbortedWhileABranchRetries() {
        try (WholeRun whole = retrying()) {
            abort(whole, "UNDO");
            whole.stack.simulator().faults().clear();
            JsonNode view = whole.run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(whole.entra().applications().all()).isEmpty();
            nobodyWasAskedAbout(whole, "connect-instance");
        }
    }

    @Test
    void asksNobodyAboutACallThatFailsWhileItIsBeingCancelled() throws InterruptedException {
        HeldCall held = new HeldCall("putInstance");
        try (WholeRun whole = holding(held)) {
            abort(whole, "LEAVE");
            awaitEvent(whole.stack, EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
            held.letGo.countDown();
            assertThat(whole.run.ended().path("status").asText()).isEqualTo("ABORTED");
            nobodyWasAskedAbout(whole, "connect-instance");
        }
    }

    @Test
    void undoesNothingWhenItIsToldToLeaveEverythingBeforeTheUndoHasBegun() throws InterruptedException {
        HeldCall held = new HeldCall("putInstance");
        try (WholeRun whole = holding(held)) {
            abort(whole, "UNDO");
            abort(whole, "LEAVE");
            held.letGo.countDown();
            assertThat(whole.run.ended().path("status").asText()).isEqualTo("ABORTED");
            assertThat(whole.entra().applications().all()).hasSize(1);
        }
    }

    @Test
    void leavesEverythingWhenItIsCancelledInTemporalWhileABranchRetries() {
        try (WholeRun whole = retrying()) {
            whole.stack.temporal().newUntypedWorkflowStub(NAME).cancel();
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("ABORTED");
            assertThat(view.at("/problem/by/name").asText()).isEqualTo("unauthenticated");
            assertThat(view.at("/problem/by/issuer").asText()).isEqualTo("Temporal");
            assertThat(whole.entra().applications().all()).hasSize(1);
            assertThat(FederationRun.step(view, "entra-application")
                            .at("/effects/0/state")
                            .asText())
                    .isEqualTo("CREATED");
            awaitEvent(whole.stack, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED);
            WorkflowExecutionDescription closed =
                    whole.stack.temporal().newUntypedWorkflowStub(NAME).describe();
            assertThat(closed.getStatus()).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CANCELED);
            assertThat(closed.getTypedSearchAttributes().get(RunAttributes.STATUS))
                    .isEqualTo("ABORTED");
            assertThat(whole.run.view().path("status").asText()).isEqualTo("ABORTED");
        }
    }

    @Test
    void aNewRunOfTheNameTakesUpEverythingThatATerminatedOneMade() {
        try (WholeRun dead = new WholeRun(request -> {})) {
            dead.upToSource();
            Termination.of(NAME, dead.stack.temporal());
            assertThat(dead.run.view().path("status").asText()).isEqualTo("ABORTED");
            try (WholeRun next = dead.again()) {
                next.run.task("approve-plan.approval.1");
                assertThat(next.run.kim.get(next.run.path + "/plan").path("steps"))
                        .filteredOn(
                                step -> step.path("detail").asText().contains("an earlier run of this name made it"))
                        .extracting(step -> step.path("step").asText() + " "
                                + step.path("action").asText())
                        .contains("entra-application KEEP", "connect-instance KEEP");
                next.run.approve();
                next.handInMetadata();
                next.changeSource();
                next.handInToken();
                assertThat(next.connect().path("status").asText()).isEqualTo("SUCCEEDED");
                assertThat(next.entra().applications().all()).hasSize(1);
                assertThat(next.run.connectAccount().connectInstances()).hasSize(1);
                assertThat(next.run
                                .connectAccount()
                                .connectInstances()
                                .get(0)
                                .users()
                                .all())
                        .hasSize(2);
            }
        }
    }

    /** A run whose instance cannot be made, up to the second attempt at it, with Entra's application made. */
    private static WholeRun retrying() {
        WholeRun whole = new WholeRun(request -> {});
        whole.run.task("approve-plan.approval.1");
        whole.stack
                .simulator()
                .faults()
                .add(InjectedFault.of("connect:CreateInstance", Kind.SERVER_ERROR)
                        .forEver());
        whole.run.approve();
        whole.run.awaitStep("entra-application", "DONE");
        whole.run.until(view -> FederationRun.step(view, "connect-instance")
                        .at("/retry/attempt")
                        .asInt()
                > 1);
        return whole;
    }

    /** A run one of whose calls has begun and does not end, with Entra's application made. */
    private static WholeRun holding(HeldCall held) throws InterruptedException {
        Stack stack = TestStack.start(
                SimulatorSettings.defaults().withSeed(new NewCompany()),
                (client, activities) -> CrossrunWorker.start(client, held.around(activities)));
        WholeRun whole = new WholeRun(stack, request -> {});
        whole.run.approve();
        whole.run.awaitStep("entra-application", "DONE");
        held.begun.await();
        return whole;
    }

    private static void abort(WholeRun whole, String effects) {
        whole.run.sam.post(
                whole.run.path + "/abort",
                JsonNodeFactory.instance.objectNode().put("effects", effects),
                Optional.empty());
    }

    private static void nobodyWasAskedAbout(WholeRun whole, String step) {
        assertThat(whole.run.kim.get(whole.run.path + "/events").path("items"))
                .filteredOn(event -> event.path("step").asText().equals(step))
                .extracting(event -> event.path("type").asText())
                .doesNotContain("STEP_STUCK", "TASK_OPENED");
    }

    private static void awaitEvent(Stack stack, EventType type) {
        Waiting.until(() -> stack.temporal().fetchHistory(NAME).getEvents().stream()
                .anyMatch(event -> event.getEventType() == type));
    }
}
