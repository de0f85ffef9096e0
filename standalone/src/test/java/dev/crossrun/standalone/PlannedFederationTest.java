package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.entra.SynchronizationJob;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a plan says of things that are there already, and what becomes of those that change after it was approved. */
@Timeout(120)
class PlannedFederationTest {
    @Test
    void keepsWhatIsThereAsItIsWantedAndTellsHowMuchIsMissing() {
        try (WholeRun whole = new WholeRun(PlannedFederationTest::plant, PlannedFederationTest::adopting)) {
            whole.run.task("approve-plan.approval.1");
            assertPlanned(whole, "entra-provisioning", "ADOPT", "Entra provisions the assigned");
            assertPlanned(whole, "entra-assignments", "CREATE", "1 of 2 are there already");
            assertPlanned(whole, "account-access", "KEEP", "All is there already");
        }
    }

    @Test
    void aProvisioningJobThatTheRequestDoesNotAdoptBlocksThePlan() {
        try (WholeRun whole = new WholeRun(PlannedFederationTest::plant, PlannedFederationTest::existing)) {
            whole.run.task("preflight.decision.1");
            JsonNode finding = whole.blocking().orElseThrow();
            assertThat(finding.path("pointer").asText()).isEqualTo("/entra/provisioning");
            assertThat(finding.path("detail").asText())
                    .isEqualTo("The application's provisioning job is there already and bears no mark of a run.");
            assertThat(finding.path("remedy").asText()).contains("let the request adopt \"entra-provisioning\"");
        }
    }

    @Test
    void aPermissionThatTheRequestDoesNotNeedBlocksNothing() {
        Seed withoutGroups = world -> {
            new NewCompany().plant(world);
            world.entra().orElseThrow().revoke("GroupMember.Read.All");
        };
        try (WholeRun blocked = new WholeRun(withoutGroups, request -> {})) {
            blocked.run.task("preflight.decision.1");
            assertThat(blocked.blocking().orElseThrow().path("detail").asText())
                    .isEqualTo("The worker may not read groups in the tenant.");
        }
        try (WholeRun planned = new WholeRun(withoutGroups, PlannedFederationTest::withUsersOnly)) {
            planned.run.task("approve-plan.approval.1");
        }
    }

    private static void withUsersOnly(ObjectNode request) {
        ((ObjectNode) request.get("entra"))
                .putObject("assign")
                .putArray("users")
                .add(FederationRun.ADA)
                .add(FederationRun.GRACE);
        request.putObject("applicationAccess")
                .putArray("users")
                .add(FederationRun.ADA)
                .add(FederationRun.GRACE);
        request.remove("accountAccess");
    }

    @Test
    void anAccountThatIsSuspendedBlocksThePlan() {
        try (WholeRun whole = new WholeRun(
                world -> {
                    new NewCompany().plant(world);
                    world.requireAccount(ContactCenter.CONNECT_ACCOUNT).changeState(Account.State.SUSPENDED);
                },
                request -> {})) {
            whole.run.task("preflight.decision.1");
            assertThat(whole.run
                            .kim
                            .get(whole.run.path + "/plan")
                            .path("findings")
                            .findValuesAsText("detail"))
                    .contains("The account is SUSPENDED.");
        }
    }

    @Test
    void aProvisioningJobThatWasReplacedSinceTheApprovalIsNotAdopted() {
        try (WholeRun whole = new WholeRun(PlannedFederationTest::plant, PlannedFederationTest::adopting)) {
            whole.run.approve();
            whole.run.task(WholeRun.TOKEN);
            whole.entra().jobs().all().forEach(job -> whole.entra().jobs().remove(job.id()));
            plantJob(whole.entra(), "aws.another");
            whole.handInToken();
            assertThat(whole.run
                            .task("entra-provisioning.decision.1")
                            .path("instructions")
                            .asText())
                    .contains("was changed since the plan was approved");
        }
    }

    @Test
    void anAgentWhoWasThereWhenThePlanWasApprovedIsNotMadeAnewUnseen() {
        try (WholeRun whole = new WholeRun(new ContactCenter(), PlannedFederationTest::existing)) {
            whole.run.task("approve-plan.approval.1");
            assertPlanned(whole, "connect-agents", "KEEP", "All is there already");
            ConnectInstance instance =
                    whole.run.connectAccount().connectInstances().get(0);
            instance.users().all().forEach(user -> instance.users().remove(user.id()));
            whole.run.approve();
            assertThat(whole.run
                            .task("connect-agents.decision.1")
                            .path("instructions")
                            .asText())
                    .contains("is not there, but when the plan was approved it was there already");
            assertThat(instance.users().all()).isEmpty();
        }
    }

    @Test
    void anAgentWhomSomebodyMadeSinceTheApprovalIsNotTakenUnseen() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            whole.run
                    .simulator
                    .faults()
                    .add(InjectedFault.of("connect:ListRoutingProfiles", Kind.ACCESS_DENIED)
                            .forEver());
            whole.run.approve();
            whole.run.task("connect-agents.decision.1");
            whole.run.connectAccount().connectInstances().get(0).plantUser(FederationRun.ADA, "Ada", "Lovelace");
            whole.run.simulator.faults().clear();
            whole.run.answer(whole.run.sam, "connect-agents.decision.1", FederationRun.object("retry"));
            assertThat(whole.run
                            .task("connect-agents.decision.2")
                            .path("instructions")
                            .asText())
                    .contains("Connect user ada@example.com is there already and bears no mark of a run, but when the"
                            + " plan was approved it was not there");
        }
    }

    @Test
    void aNewRunOfTheNameKeepsWhatATerminatedOneMadeInEntra() {
        try (WholeRun dead = new WholeRun(request -> {})) {
            dead.run.approve();
            dead.run.awaitStep("entra-assignments", "DONE");
            dead.run.awaitStep("entra-metadata", "DONE");
            dead.run.awaitStep("connect-agents", "DONE");
            Termination.of("connect-federation.contact-center-prod", dead.stack.temporal());
            plantJob(dead.entra(), "aws.of-the-dead");
            dead.entra().cycle(Duration.ofSeconds(2));
            WholeRun next = dead.again();
            next.run.task("approve-plan.approval.1");
            assertPlanned(next, "entra-application", "KEEP", "an earlier run of this name made it");
            assertPlanned(next, "entra-signing-certificate", "KEEP", "Its active certificate is kept");
            assertPlanned(next, "entra-assignments", "KEEP", "All is there already");
            assertPlanned(next, "entra-provisioning", "KEEP", "an earlier run of this name made it");
            assertPlanned(next, "connect-instance", "KEEP", "an earlier run of this name made it");
            assertPlanned(next, "connect-agents", "KEEP", "All is there already");
            next.run.approve();
            next.run.awaitStep("entra-metadata", "DONE");
            next.run.awaitStep("entra-assignments", "DONE");
            next.handInMetadata();
            next.changeSource();
            next.handInToken();
            next.run.awaitStep("entra-provisioning", "DONE");
            assertThat(next.entra().jobs().all())
                    .extracting(SynchronizationJob::id)
                    .containsExactly("aws.of-the-dead");
            assertThat(next.entra().assignments().all()).hasSize(2);
            assertThat(next.entra().servicePrincipals().all())
                    .singleElement()
                    .satisfies(each -> assertThat(each.keys()).hasSize(1));
        }
    }

    private static void assertPlanned(WholeRun whole, String step, String action, String detail) {
        JsonNode steps = whole.run.kim.get(whole.run.path + "/plan").path("steps");
        assertThat(steps)
                .filteredOn(each -> each.path("step").asText().equals(step))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.path("action").asText()).isEqualTo(action);
                    assertThat(each.path("detail").asText()).contains(detail);
                });
    }

    /** Somebody has set up provisioning, assigned one of the groups, and given the administrators their account. */
    private static void plant(World world) {
        new ContactCenter().plant(world);
        EntraTenant tenant = world.entra().orElseThrow();
        ServicePrincipal principal = tenant.servicePrincipals().all().get(0);
        tenant.groups().stream()
                .filter(group -> group.displayName().equals("Contact Center Agents"))
                .forEach(group -> tenant.assign(principal, group));
        plantJob(tenant, "aws.by-hand");
        IdentityCenter center = world.identityCenter().orElseThrow();
        center.assignAccount(new AccountAssignment(
                ContactCenter.CONNECT_ACCOUNT,
                center.permissionSets().all().stream()
                        .filter(set -> set.name().equals("ConnectAdministrator"))
                        .findFirst()
                        .orElseThrow()
                        .arn(),
                PrincipalType.GROUP,
                center.groupByName("Contact Center Admins").orElseThrow().id()));
    }

    private static void plantJob(EntraTenant tenant, String id) {
        tenant.jobs()
                .plant(
                        id,
                        new SynchronizationJob(
                                id,
                                tenant.servicePrincipals().all().get(0).id(),
                                "aws",
                                "Paused",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    static void existing(ObjectNode request) {
        ((ObjectNode) request.get("identityCenter")).put("identitySource", "already-entra");
        ((ObjectNode) request.get("entra")).put("applicationId", ContactCenter.ENTRA_APPLICATION_ID);
        ObjectNode connect = (ObjectNode) request.get("connect");
        connect.remove("instanceAlias");
        connect.put("instanceId", ContactCenter.CONNECT_INSTANCE_ID);
    }

    private static void adopting(ObjectNode request) {
        existing(request);
        request.putArray("adopt").add("entra-provisioning");
    }
}
