package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an undo leaves of the world, and what it says of it. */
@Timeout(120)
class UndoneFederationTest {
    @Test
    void leavesNothingWhereTheIdentitySourceWasNotChangedYet() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.run.task(WholeRun.SOURCE);
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("entra-assignments", "DONE");
            int assignments = whole.run.identityCenter().accountAssignments().size();
            JsonNode task = whole.run.askForUndo();
            assertThat(task.path("instructions").asText())
                    .contains(
                            "UNDO `Connect instance acme-contact` (connect-instance) **A deleted instance cannot be restored");
            JsonNode view = whole.run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(view.at("/problem/detail").asText()).contains("Nothing remains");
            assertThat(whole.entra().applications().all()).isEmpty();
            assertThat(whole.entra().servicePrincipals().all()).isEmpty();
            assertThat(whole.entra().assignments().all()).isEmpty();
            assertThat(whole.run.connectAccount().connectInstances()).isEmpty();
            assertThat(whole.run.identityCenter().accountAssignments()).hasSize(assignments);
        }
    }

    @Test
    void keepsTheEntraApplicationThroughWhichPeopleSignInByNow() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.handInMetadata();
            whole.changeSource();
            whole.handInToken();
            whole.run.submit(WholeRun.APPLICATION, whole.run.addApplication(WholeRun.APPLICATION));
            whole.run.task(WholeRun.SETTINGS);
            whole.run.awaitStep("application-access", "DONE");
            whole.run.awaitStep("account-access", "DONE");
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("access-simulation", "DONE");
            whole.run.askForUndo();
            assertThat(whole.run.undoItem("entra-application").path("reason").asText())
                    .contains("is in use", "Change identity source");
            assertThat(whole.run.undoItem("identity-source").path("action").asText())
                    .isEqualTo("KEEP");
            JsonNode view = whole.run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(whole.entra().applications().all()).hasSize(1);
            assertThat(whole.entra().assignments().all()).hasSize(2);
            assertThat(whole.run.connectAccount().connectInstances()).isEmpty();
            assertThat(whole.run.connectAccount().iam().roles().all()).hasSize(1);
            assertThat(whole.run.connectAccount().iam().policies().all()).isEmpty();
            assertThat(whole.run.connectAccount().iam().samlProviders().all()).isEmpty();
            assertThat(whole.run.identityCenter().accountAssignments())
                    .noneMatch(assignment -> assignment.accountId().equals(ContactCenter.CONNECT_ACCOUNT));
            assertThat(new String(whole.artifact("undo-report.md"), StandardCharsets.UTF_8))
                    .contains("By hand: IAM Identity Center, Settings, tab Identity source");
        }
    }

    @Test
    void keepsAnInstanceThatHasSomebodyElsesUsers() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.run.task(WholeRun.METADATA);
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("entra-metadata", "DONE");
            whole.run.awaitStep("entra-assignments", "DONE");
            ConnectInstance instance =
                    whole.run.connectAccount().connectInstances().get(0);
            instance.plantUser("alan@example.com", "Alan", "Turing");
            whole.run.askForUndo();
            assertThat(whole.run.undoItem("connect-instance").path("reason").asText())
                    .contains("alan@example.com");
            JsonNode view = whole.run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(FederationRun.step(view, "connect-instance")
                            .path("status")
                            .asText())
                    .isEqualTo("KEPT");
            assertThat(instance.users().all()).extracting(ConnectUser::username).containsExactly("alan@example.com");
        }
    }

    @Test
    void keepsWhatSomebodyElseHasChangedSince() {
        try (FederationRun run = new FederationRun().upToSignIn()) {
            Iam iam = run.connectAccount().iam();
            Role role = iam.roles().get("AmazonConnectFederation").orElseThrow();
            iam.roles().put(role.name(), role.anew("AROAMADEANEW00000001", Instant.now()));
            ManagedPolicy policy = iam.policies().get(FederationRun.POLICY_ARN).orElseThrow();
            iam.policies()
                    .put(
                            policy.arn(),
                            policy.addVersion(policy.defaultDocument().replace("/user/", "/*/"), true, Instant.now()));
            run.askForUndo();
            assertThat(run.undoItem("federation-role").path("reason").asText())
                    .contains("was changed since by somebody else: its unique id");
            assertThat(run.undoItem("federation-policy").path("reason").asText())
                    .contains("was changed since by somebody else: its document");
            JsonNode view = run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(iam.roles().all()).hasSize(2);
            assertThat(iam.policies().all()).hasSize(1);
            assertThat(iam.samlProviders().all()).isEmpty();
        }
    }

    @Test
    void neverTouchesWhatWasThereBefore() {
        try (FederationRun run = new FederationRun().upToSignIn()) {
            run.askForUndo();
            JsonNode view = run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            ConnectInstance instance = run.connectAccount().connectInstances().get(0);
            assertThat(instance.users().all()).hasSize(2);
            assertThat(run.connectAccount().iam().roles().all()).hasSize(1);
            assertThat(run.connectAccount().iam().samlProviders().all()).isEmpty();
        }
    }

    @Test
    void aNewRunOfTheNameFindsWhatATerminatedOneMadeAndSaysSo() {
        Stack stack = Stack.start(0, SimulatorSettings.defaults());
        try (FederationRun dead = new FederationRun(stack, FederationRun.example()).upToSignIn()) {
            stack.temporal()
                    .newUntypedWorkflowStub("connect-federation.contact-center-prod")
                    .terminate("by hand");
            assertThat(dead.view().path("status").asText()).isEqualTo("ABORTED");
            FederationRun next =
                    new FederationRun(dead.simulator, dead.kim, dead.lee, dead.sam, FederationRun.example(), () -> {});
            next.task("approve-plan.approval.1");
            assertThat(next.kim.get(next.path + "/plan").path("steps"))
                    .filteredOn(step -> step.path("action").asText().equals("KEEP"))
                    .hasSize(3)
                    .allSatisfy(step ->
                            assertThat(step.path("detail").asText()).contains("an earlier run of this name made it"));
            next.approve();
            next.application = dead.application;
            next.submit(WholeRun.APPLICATION, next.metadata());
            next.task(WholeRun.SETTINGS);
            assertThat(next.connectAccount().iam().roles().all()).hasSize(2);
        }
    }
}
