package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.entra.AppRoleAssignment;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraGroup;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an undo leaves of the world, and what it says of it. */
@Timeout(120)
class UndoneFederationTest {
    @Test
    void leavesNothingWhereTheIdentitySourceWasNotChangedYet() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.upToSource();
            int assignments = whole.run.identityCenter().accountAssignments().size();
            JsonNode task = whole.run.askForUndo();
            assertThat(task.path("instructions").asText())
                    .contains(
                            "UNDO `Connect instance acme-contact` (connect-instance) **A deleted instance cannot be restored");
            JsonNode view = whole.run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(view.at("/problem/detail").asText()).contains("Nothing that it made remains");
            assertThat(whole.entra().applications().all()).isEmpty();
            assertThat(whole.entra().servicePrincipals().all()).isEmpty();
            assertThat(whole.entra().assignments().all()).isEmpty();
            assertThat(whole.run.connectAccount().connectInstances()).isEmpty();
            assertThat(whole.run.identityCenter().accountAssignments()).hasSize(assignments);
            // Entra keeps it for 30 days: the next run of the request gives its own the same identifier.
            assertThat(whole.entra().deleted())
                    .singleElement()
                    .satisfies(deleted -> assertThat(deleted.identifierUris()).isEmpty());
        }
    }

    @Test
    void keepsAnInstanceWithAnAgentThatSomebodyKeepsInTheUndo() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.run.task(WholeRun.METADATA);
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("entra-metadata", "DONE");
            whole.run.awaitStep("entra-assignments", "DONE");
            whole.run
                    .simulator
                    .faults()
                    .add(InjectedFault.of("connect:DeleteUser", Kind.ACCESS_DENIED)
                            .forEver());
            whole.run.askForUndo();
            whole.run.answer(whole.run.lee, FederationRun.UNDO, FederationRun.object("undo"));
            whole.run.task("connect-agents.decision.1");
            whole.run.answer(
                    whole.run.sam,
                    "connect-agents.decision.1",
                    FederationRun.object("skip").put("reason", "legal hold"));
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(view.at("/problem/detail").asText())
                    .contains(
                            "sam@example.com keeps it: legal hold",
                            "What stays is in it: Connect user grace@example.com, Connect user ada@example.com");
            assertThat(whole.run.connectAccount().connectInstances())
                    .singleElement()
                    .satisfies(instance -> assertThat(instance.users().all()).hasSize(2));
        }
    }

    @Test
    void tellsOfManyAgentsWhomItTookBackBeforeSomebodyKeptTheRest() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.run.task(WholeRun.METADATA);
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("entra-metadata", "DONE");
            whole.run.awaitStep("entra-assignments", "DONE");
            whole.run
                    .simulator
                    .faults()
                    .add(InjectedFault.of("connect:DeleteUser", Kind.ACCESS_DENIED)
                            .withNth(2)
                            .forEver());
            whole.run.askForUndo();
            whole.run.answer(whole.run.lee, FederationRun.UNDO, FederationRun.object("undo"));
            whole.run.task("connect-agents.decision.1");
            whole.run.answer(
                    whole.run.sam,
                    "connect-agents.decision.1",
                    FederationRun.object("skip").put("reason", "legal hold"));
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(FederationRun.step(view, "connect-agents")
                            .path("effects")
                            .findValuesAsText("state"))
                    .containsExactlyInAnyOrder("UNDONE", "KEPT");
            List<ConnectUser> left =
                    whole.run.connectAccount().connectInstances().get(0).users().all();
            assertThat(left).hasSize(1);
            assertThat(view.at("/problem/detail").asText())
                    .contains("Connect user " + left.get(0).username() + " (sam@example.com keeps it");
        }
    }

    @Test
    void keepsAnApplicationWithAnAssignmentThatSomebodyKeepsInTheUndo() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run.approve();
            whole.run.task(WholeRun.METADATA);
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("entra-metadata", "DONE");
            whole.run.awaitStep("entra-assignments", "DONE");
            whole.run
                    .simulator
                    .faults()
                    .add(InjectedFault.of("graph:unassign", Kind.ACCESS_DENIED).forEver());
            whole.run.askForUndo();
            whole.run.answer(whole.run.lee, FederationRun.UNDO, FederationRun.object("undo"));
            String task = "entra-assignments.decision.1";
            whole.run.task(task);
            whole.run.answer(whole.run.sam, task, FederationRun.object("skip").put("reason", "audit"));
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            for (String part : List.of("entra-application", "entra-saml-mode", "entra-signing-certificate")) {
                assertThat(FederationRun.step(view, part).path("status").asText())
                        .isEqualTo("KEPT");
            }
            assertThat(whole.entra().applications().all()).hasSize(1);
            assertThat(whole.entra().assignments().all()).hasSize(2);
        }
    }

    @Test
    void tellsAsKeptWhatIsInAnApplicationThatSomebodyKeepsInTheUndo() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.upToSource();
            whole.run
                    .simulator
                    .faults()
                    .add(InjectedFault.of("graph:deleteApplication", Kind.ACCESS_DENIED)
                            .forEver());
            whole.run.askForUndo();
            assertThat(whole.run
                            .undoItem("entra-signing-certificate")
                            .path("reason")
                            .asText())
                    .isEqualTo("It is deleted together with Entra application "
                            + "AWS IAM Identity Center - contact-center-prod");
            whole.run.answer(whole.run.lee, FederationRun.UNDO, FederationRun.object("undo"));
            String task = "entra-application.decision.1";
            whole.run.task(task);
            whole.run.answer(whole.run.sam, task, FederationRun.object("skip").put("reason", "audit"));
            JsonNode view = whole.run.ended();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            for (String part : List.of("entra-application", "entra-saml-mode", "entra-signing-certificate")) {
                assertThat(FederationRun.step(view, part).path("status").asText())
                        .isEqualTo("KEPT");
            }
            assertThat(FederationRun.step(view, "entra-sp-metadata")
                            .path("status")
                            .asText())
                    .isEqualTo("UNDONE");
            assertThat(whole.entra().assignments().all()).isEmpty();
            assertThat(whole.entra().applications().all())
                    .singleElement()
                    .satisfies(kept -> assertThat(kept.identifierUris()).isEmpty());
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
    void saysThatWhatIsAPartOfAnApplicationStaysWithOneThatStays() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.upToSource();
            EntraApplication application = whole.entra().applications().all().get(0);
            assertThat(application.identifierUris()).isNotEmpty();
            whole.entra().applications().put(application.id(), application.withTags(List.of()));
            whole.run.askForUndo();
            assertThat(whole.run.undoItem("entra-application").path("reason").asText())
                    .contains("does not have Crossrun's mark");
            for (String part : List.of("entra-saml-mode", "entra-signing-certificate")) {
                assertThat(whole.run.undoItem(part).path("action").asText()).isEqualTo("KEEP");
                assertThat(whole.run.undoItem(part).path("reason").asText())
                        .isEqualTo(
                                "It is a part of Entra application AWS IAM Identity Center - contact-center-prod, which stays");
            }
            JsonNode view = whole.run.undo();
            assertThat(FederationRun.step(view, "entra-saml-mode")
                            .path("status")
                            .asText())
                    .isEqualTo("KEPT");
            assertThat(FederationRun.step(view, "entra-sp-metadata")
                            .path("status")
                            .asText())
                    .isEqualTo("UNDONE");
            EntraApplication left = whole.entra().applications().all().get(0);
            assertThat(left.identifierUris()).isEmpty();
            assertThat(left.redirectUris()).isEmpty();
        }
    }

    @Test
    void keepsWhatAPersonAssignedInEntraAndTellsHowToTakeItBack() {
        Seed adopted = world -> {
            new NewCompany().plant(world);
            EntraTenant tenant = world.entra().orElseThrow();
            tenant.revoke("AppRoleAssignment.ReadWrite.All");
            tenant.create(EntraTenant.IDENTITY_CENTER_TEMPLATE, "Sign-in", List.of(ContactCenter.CLIENT_ID));
        };
        try (WholeRun whole = new WholeRun(adopted, request -> {
            request.putArray("adopt").add("entra-application");
            ((ObjectNode) request.get("entra")).put("applicationName", "Sign-in");
        })) {
            whole.run.approve();
            whole.run.task("entra-assignments.human-step.1");
            whole.entra().groups().forEach(group -> assignAsUser(whole.entra(), group));
            whole.run.confirm("entra-assignments.human-step.1");
            whole.run.awaitStep("entra-assignments", "DONE");
            whole.run.awaitStep("entra-metadata", "DONE");
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.askForUndo();
            JsonNode item = whole.run.undoItem("entra-assignments");
            assertThat(item.path("effect").asText())
                    .isEqualTo("Assigned by hand to Sign-in: Contact Center Agents, Contact Center Admins");
            assertThat(item.path("action").asText()).isEqualTo("KEEP");
            assertThat(item.path("reason").asText()).contains("By hand: Microsoft Entra admin center", "Sign-in");
            JsonNode view = whole.run.undo();
            assertThat(whole.entra().assignments().all()).hasSize(2);
            assertThat(view.at("/problem/detail").asText()).contains("Assigned by hand to Sign-in");
            assertThat(whole.entra().applications().all().get(0).tags()).isEmpty();
        }
    }

    @Test
    void keepsWhatAPersonAssignedInIdentityCenterAndTellsHowToTakeItBack() {
        Stack stack = TestStack.start(SimulatorSettings.defaults().refusingSamlAssignments());
        try (FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.approve();
            run.submit(WholeRun.APPLICATION, run.addApplication(WholeRun.APPLICATION));
            run.task("application-access.human-step.1");
            run.console.send(
                    "POST",
                    run.application + "/assignments",
                    JsonNodeFactory.instance.objectNode().put("type", "GROUP").put("name", "Contact Center Agents"));
            run.confirm("application-access.human-step.1");
            run.awaitStep("application-access", "DONE");
            run.awaitStep("access-simulation", "DONE");
            run.askForUndo();
            JsonNode item = run.undoItem("application-access");
            assertThat(item.path("action").asText()).isEqualTo("KEEP");
            assertThat(item.path("reason").asText()).contains("By hand: IAM Identity Center", "Remove access");
            run.undo();
            assertThat(run.identityCenter().applications().all())
                    .flatExtracting(SamlApplication::assignments)
                    .isNotEmpty();
        }
    }

    /** As somebody does in the console with the role that the worker gives, too. */
    private static void assignAsUser(EntraTenant tenant, EntraGroup group) {
        ServicePrincipal principal = tenant.servicePrincipals().all().get(0);
        String role = principal.appRoles().stream()
                .filter(each -> each.displayName().equals("User"))
                .findFirst()
                .orElseThrow()
                .id();
        String id = tenant.ids().uuid();
        tenant.assignments()
                .put(id, new AppRoleAssignment(id, principal.id(), group.id(), "Group", role, tenant.now()));
    }

    @Test
    void keepsWhatSomebodyElseHasChangedSince() {
        try (FederationRun run = new FederationRun().upToSignIn()) {
            Iam iam = run.connectAccount().iam();
            IamRole role = iam.roles().get("AmazonConnectFederation").orElseThrow();
            iam.roles().put(role.name(), role.recreated("AROAMADEANEW00000001", Instant.now()));
            ManagedPolicy policy = iam.policies().get(FederationRun.POLICY_ARN).orElseThrow();
            iam.policies()
                    .put(
                            policy.arn(),
                            policy.addVersion(policy.defaultDocument().replace("/user/", "/*/"), true, Instant.now()));
            run.askForUndo();
            assertThat(run.undoItem("federation-role").path("reason").asText())
                    .contains("was changed by somebody else since: its unique id");
            assertThat(run.undoItem("federation-policy").path("reason").asText())
                    .contains("was changed by somebody else since: its document");
            assertThat(run.undoItem("saml-provider").path("reason").asText())
                    .contains("is trusted by the role AmazonConnectFederation");
            JsonNode view = run.undo();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(iam.roles().all()).hasSize(2);
            assertThat(iam.policies().all()).hasSize(1);
            assertThat(iam.samlProviders().all()).hasSize(1);
        }
    }

    @Test
    void keepsTheProviderOfARoleThatSomebodyKeepsInTheUndo() {
        try (FederationRun run = new FederationRun().upToSignIn()) {
            run.simulator
                    .faults()
                    .add(InjectedFault.of("iam:DeleteRole", Kind.ACCESS_DENIED).forEver());
            run.askForUndo();
            run.answer(run.lee, "run.undo.1", FederationRun.object("undo"));
            run.task("federation-role.decision.1");
            run.answer(
                    run.sam,
                    "federation-role.decision.1",
                    FederationRun.object("skip").put("reason", "audit"));
            JsonNode view = run.ended();
            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(view.at("/problem/detail").asText())
                    .contains("sam@example.com keeps it: audit", "is trusted by the role AmazonConnectFederation");
            assertThat(run.connectAccount().iam().samlProviders().all()).hasSize(1);
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
        Stack stack = TestStack.start(SimulatorSettings.defaults());
        try (FederationRun dead = new FederationRun(stack, FederationRun.example()).upToSignIn()) {
            Termination.of("connect-federation.contact-center-prod", stack.temporal());
            assertThat(dead.view().path("status").asText()).isEqualTo("ABORTED");
            FederationRun next = dead.another(FederationRun.example());
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
