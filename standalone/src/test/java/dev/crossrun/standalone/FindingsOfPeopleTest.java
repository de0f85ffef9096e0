package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.EntraUser;
import dev.crossrun.simulator.entra.GraphClient;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a plan says about the sense of a request: who could never sign in, and who would administer the contact center. */
@Timeout(120)
class FindingsOfPeopleTest {
    private static final String MALLORY = "mallory@example.com";

    @Test
    void aSecurityProfileIsMarkedByItsPermissionsAndNotByItsName() {
        Seed profiles = world -> {
            new ContactCenter().plant(world);
            ConnectInstance instance = world.requireAccount(ContactCenter.CONNECT_ACCOUNT)
                    .connectInstances()
                    .get(0);
            instance.addSecurityProfile("Night helper", "BasicAgentAccess", "Users.EditPermission");
            instance.addSecurityProfile("Administrators of plants", "BasicAgentAccess");
        };
        try (WholeRun whole = new WholeRun(profiles, request -> {
            PlannedFederationTest.existing(request);
            request.putArray("adopt").add("entra-provisioning");
            agent(request, MALLORY, "Night helper");
            agent(request, "alan@example.com", "Administrators of plants");
        })) {
            List<String> details = details(whole);
            assertThat(details)
                    .contains("The security profile Night helper has administrator rights: it permits"
                            + " Users.EditPermission. The request gives it to " + MALLORY + ".")
                    .noneMatch(detail -> detail.contains("Administrators of plants has"));
            JsonNode profile = ShownPlanTest.change(plan(whole), "connect-agents", "Security profile Night helper");
            assertThat(profile.path("after")).isEqualTo(profile.path("before"));
            assertThat(profile.at("/after/permissions"))
                    .extracting(JsonNode::asText)
                    .containsExactly("BasicAgentAccess", "Users.EditPermission");
        }
    }

    @Test
    void aSecurityProfileThatWasGivenMoreRightsSinceTheApprovalIsGivenToNobody() {
        try (WholeRun whole = new WholeRun(new ContactCenter(), request -> {
            PlannedFederationTest.existing(request);
            request.putArray("adopt").add("entra-provisioning");
            agent(request, "alan@example.com", "QualityAnalyst");
        })) {
            whole.run.task("approve-plan.approval.1");
            ConnectInstance instance =
                    whole.run.connectAccount().connectInstances().get(0);
            instance.editSecurityProfile("QualityAnalyst", "BasicAgentAccess", "SecurityProfiles.Edit");
            whole.run.approve();
            assertThat(whole.run
                            .task("connect-agents.decision.1")
                            .path("instructions")
                            .asText())
                    .contains(
                            "The security profile QualityAnalyst permits something else than when the plan was approved");
            assertThat(instance.userByName("alan@example.com")).isEmpty();
        }
    }

    @Test
    void ofANewInstanceThePlanSaysThatItCannotReadThePermissions() {
        try (WholeRun whole = new WholeRun(request -> agent(request, MALLORY, "Admin"))) {
            assertThat(details(whole))
                    .anyMatch(detail -> detail.endsWith(
                            "cannot read what its security profiles permit. The request gives: Agent, Admin."));
            assertThat(ShownPlanTest.change(plan(whole), "connect-agents", "Connect user " + MALLORY)
                            .at("/after/securityProfiles/0")
                            .asText())
                    .isEqualTo("Admin");
        }
    }

    @Test
    void anAgentInNoAssignedGroupCanNeverSignInAndNeverOpenTheApplication() {
        try (WholeRun whole = new WholeRun(request -> agent(request, MALLORY, "Agent"))) {
            assertThat(details(whole))
                    .anyMatch(detail -> detail.startsWith("These agents can never sign in, ")
                            && detail.endsWith(": " + MALLORY + "."))
                    .anyMatch(detail -> detail.startsWith("These agents can never open Amazon Connect")
                            && detail.endsWith(": " + MALLORY + "."));
        }
        try (WholeRun whole = new WholeRun(request -> {
            agent(request, MALLORY, "Agent");
            ((ObjectNode) request.at("/entra/assign")).putArray("users").add(MALLORY);
            ((ObjectNode) request.at("/applicationAccess")).putArray("users").add(MALLORY);
        })) {
            assertThat(details(whole)).noneMatch(detail -> detail.contains("can never"));
        }
    }

    @Test
    void anAccountThatIsDisabledInEntraIsSaidWhereTheWorkerMayReadIt() {
        Seed disabled = company(tenant -> replace(tenant, FederationRun.GRACE));
        try (WholeRun whole = new WholeRun(disabled, request -> {})) {
            assertThat(details(whole)).noneMatch(detail -> detail.contains("is disabled in Entra"));
        }
        Seed readable = company(tenant -> {
            replace(tenant, FederationRun.GRACE);
            grant(tenant, "User.Read.All");
        });
        try (WholeRun whole = new WholeRun(readable, request -> {})) {
            assertThat(details(whole))
                    .contains("The account is disabled in Entra, so these people cannot sign in: " + FederationRun.GRACE
                            + ".");
        }
    }

    @Test
    void aGroupWithoutMembersIsSaidInEntraAndInTheIdentityStore() {
        Seed empty = company(tenant -> tenant.addGroup("Night Shift"));
        try (WholeRun whole = new WholeRun(
                empty, request -> request.withArray("/entra/assign/groups").add("Night Shift"))) {
            assertThat(details(whole)).contains("These groups have no members in Entra: Night Shift.");
        }
        try (WholeRun whole = new WholeRun(new ContactCenter(), request -> {
            PlannedFederationTest.existing(request);
            ((ObjectNode) request.get("entra")).put("provisioning", "none").remove("assign");
        })) {
            assertThat(details(whole))
                    .contains("These groups have no members in the identity store: Contact Center Admins.")
                    .noneMatch(detail -> detail.contains("can never"));
        }
    }

    private static void agent(ObjectNode request, String username, String profile) {
        request.withArray("agents")
                .addObject()
                .put("username", username)
                .put("firstName", "A")
                .put("lastName", "B")
                .put("routingProfile", "Basic Routing Profile")
                .putArray("securityProfiles")
                .add(profile);
    }

    private static Seed company(Consumer<EntraTenant> edit) {
        return (World world) -> {
            new NewCompany().plant(world);
            edit.accept(world.entra().orElseThrow());
        };
    }

    private static void replace(EntraTenant tenant, String name) {
        EntraUser user = tenant.users().stream()
                .filter(each -> each.userPrincipalName().equals(name))
                .findFirst()
                .orElseThrow();
        tenant.replace(new EntraUser(
                user.id(), user.userPrincipalName(), user.mail(), user.givenName(), user.surname(), false));
    }

    private static void grant(EntraTenant tenant, String permission) {
        Set<String> permissions = new HashSet<>(Set.of(
                "Application.ReadWrite.OwnedBy",
                "Application.Read.All",
                "AppRoleAssignment.ReadWrite.All",
                "Synchronization.ReadWrite.All",
                "GroupMember.Read.All"));
        permissions.add(permission);
        tenant.add(new GraphClient(ContactCenter.CLIENT_ID, ContactCenter.CLIENT_SECRET, permissions));
    }

    private static JsonNode plan(WholeRun whole) {
        whole.run.task("approve-plan.approval.1");
        return whole.run.kim.get(whole.run.path + "/plan");
    }

    private static List<String> details(WholeRun whole) {
        return plan(whole).path("findings").findValuesAsText("detail");
    }
}
