package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.PermissionSetActivities.InlineChange;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.PermissionSetActivities.Provision;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.World;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A delegated administrator of IAM Identity Center: AWS lets no policy allow it changes in the management account. */
@Timeout(120)
class DelegatedAdministratorTest {
    private static final String MANAGEMENT = ContactCenter.MANAGEMENT_ACCOUNT;
    private static final String DELEGATE = ContactCenter.SUPPORT_ACCOUNT;
    private static final String SET = "ConnectAdministrator";
    private static final String OTHER = "Auditor";
    private static final String BEYOND = "A statement in a policy does not help: a delegated administrator";
    private static final String LIMIT =
            " is a delegated administrator of IAM Identity Center: AWS denies it such an assignment, whatever its"
                    + " policies say.";

    @Test
    void aDenialThatNoPolicyCausesIsNotExplainedByAMissingStatement() {
        try (ActivityBench bench = new ActivityBench()) {
            delegate(bench.simulator.world());
            provisionInManagement(bench.simulator.world(), SET);
            Key key = key(bench, SET);

            List<ItemResult> assigned = bench.identityCenter.createAccountAssignments(List.of(
                    assignment(bench, key(bench, OTHER), MANAGEMENT),
                    assignment(bench, key, ContactCenter.CONNECT_ACCOUNT)));
            List<ItemResult> provisioned =
                    bench.permissionSets.provision(new Provision(key, List.of(new AccountId(MANAGEMENT))));
            Optional<String> policy =
                    set(bench.simulator.world(), SET).policies().inline();
            ApplicationFailure edited = failure(
                    () -> bench.permissionSets.putInlinePolicy(new InlineChange(key, policy, Optional.empty())));

            assertThat(edited.getType()).isEqualTo("NOT_AUTHORIZED");
            assertThat(FailureType.error(edited).remedy().orElseThrow()).startsWith(BEYOND);
            assertThat(assigned).hasSize(2).allSatisfy(DelegatedAdministratorTest::isBeyondPolicies);
            assertThat(provisioned).singleElement().satisfies(DelegatedAdministratorTest::isBeyondPolicies);
        }
    }

    private static void isBeyondPolicies(ItemResult result) {
        assertThat(result.failure().orElseThrow().type()).isEqualTo("NOT_AUTHORIZED");
        assertThat(result.failure().orElseThrow().remedy().orElseThrow())
                .startsWith(BEYOND)
                .doesNotContain("Add to the policies");
    }

    @Test
    void aMissingStatementIsNamedWhereADelegatedAdministratorMayMakeTheChange() {
        try (ActivityBench bench = new ActivityBench()) {
            delegate(bench.simulator.world());
            bench.simulator
                    .faults()
                    .add(InjectedFault.of("sso:CreateAccountAssignment", Kind.ACCESS_DENIED)
                            .forEver());

            List<ItemResult> assigned = bench.identityCenter.createAccountAssignments(
                    List.of(assignment(bench, key(bench, SET), ContactCenter.CONNECT_ACCOUNT)));

            assertThat(assigned)
                    .singleElement()
                    .satisfies(result -> assertThat(
                                    result.failure().orElseThrow().remedy().orElseThrow())
                            .contains("Add to the policies of the role `crossrun`", "sso:CreateAccountAssignment")
                            .doesNotContain("delegated administrator"));
        }
    }

    @Test
    void thePlanOfAFederationBlocksWhatADelegatedAdministratorCannotAssign() {
        try (WholeRun whole = new WholeRun(
                TestStack.start(SimulatorSettings.defaults().withSeed(DelegatedAdministratorTest::plant)),
                WholeRun.edited("existing-instance", request -> {
                    ((ObjectNode) request.get("identityCenter")).put("accountId", DELEGATE);
                    ArrayNode access = request.putArray("accountAccess");
                    grant(access, OTHER, MANAGEMENT);
                    grant(access, SET, ContactCenter.CONNECT_ACCOUNT);
                    grant(access, OTHER, ContactCenter.CONNECT_ACCOUNT);
                }))) {
            whole.run.task("preflight.decision.1");
            assertThat(blocking(whole.run.kim.get(whole.run.path + "/plan")))
                    .containsExactlyInAnyOrder(
                            "/accountAccess/0/accountIds/0: " + MANAGEMENT
                                    + " is the organization's management account," + " and " + DELEGATE + LIMIT,
                            "/accountAccess/1/permissionSet: " + SET
                                    + " is provisioned in the organization's management" + " account, " + MANAGEMENT
                                    + ", and " + DELEGATE + LIMIT);
        }
    }

    @Test
    void anAssignmentThatIsThereNeedsNoChangeAndBlocksNothing() {
        try (WholeRun whole = new WholeRun(
                TestStack.start(SimulatorSettings.defaults().withSeed(world -> {
                    plant(world);
                    center(world).assignAccount(assignmentOf(world, SET, ContactCenter.CONNECT_ACCOUNT));
                })),
                WholeRun.edited("existing-instance", request -> {
                    ((ObjectNode) request.get("identityCenter")).put("accountId", DELEGATE);
                    grant(request.putArray("accountAccess"), SET, ContactCenter.CONNECT_ACCOUNT);
                }))) {
            whole.run.task("approve-plan.approval.1");
        }
    }

    @Test
    void thePlanOfATemporaryAccessBlocksWhatADelegatedAdministratorCannotAssign() {
        ObjectNode request = AccessRun.request();
        ((ObjectNode) request.get("identityCenter")).put("accountId", DELEGATE);
        ArrayNode access = request.putArray("access");
        access.addObject().put("permissionSet", OTHER).putArray("accountIds").add(MANAGEMENT);
        access.addObject().put("permissionSet", SET).putArray("accountIds").add(ContactCenter.CONNECT_ACCOUNT);
        try (AccessRun run = new AccessRun(
                Site.of(TestStack.start(SimulatorSettings.defaults().withSeed(DelegatedAdministratorTest::plant))),
                request)) {
            run.task("preflight.decision.1");
            assertThat(blocking(run.kim.get(run.path + "/plan")))
                    .containsExactlyInAnyOrder(
                            "/access/0/accountIds/0: " + MANAGEMENT + " is the organization's management account, and "
                                    + DELEGATE + LIMIT,
                            "/access/1/permissionSet: " + SET + " is provisioned in the organization's management"
                                    + " account, " + MANAGEMENT + ", and " + DELEGATE + LIMIT);
        }
    }

    private static List<String> blocking(JsonNode plan) {
        return StreamSupport.stream(plan.path("findings").spliterator(), false)
                .filter(finding -> finding.path("severity").asText().equals("BLOCKING"))
                .map(finding -> finding.path("pointer").asText() + ": "
                        + finding.path("detail").asText())
                .toList();
    }

    private static void grant(ArrayNode access, String set, String account) {
        access.addObject()
                .put("group", "Contact Center Admins")
                .put("permissionSet", set)
                .putArray("accountIds")
                .add(account);
    }

    /** A company whose support account administers IAM Identity Center, with one set in the management account. */
    private static void plant(World world) {
        new ContactCenter().plant(world);
        delegate(world);
        provisionInManagement(world, SET);
    }

    /** Its role may do all that the role of the management account may, in every account. */
    private static void delegate(World world) {
        world.organization().delegateAdministration(DELEGATE);
        Iam management = world.requireAccount(MANAGEMENT).iam();
        IamRole role = management.role(ContactCenter.ROLE_NAME).orElseThrow();
        String policy = management
                .policyDocuments(role)
                .get(0)
                .replace("arn:aws:sso:::account/" + ContactCenter.CONNECT_ACCOUNT, "arn:aws:sso:::account/*");
        world.requireAccount(DELEGATE).iam().plantRole(ContactCenter.ROLE_NAME, role.trustPolicy(), policy);
        center(world).plantPermissionSet(OTHER, "PT1H", PermissionSet.Policies.NONE);
    }

    private static void provisionInManagement(World world, String set) {
        center(world).assignAccount(assignmentOf(world, set, MANAGEMENT));
    }

    private static dev.crossrun.simulator.world.AccountAssignment assignmentOf(
            World world, String set, String account) {
        return new dev.crossrun.simulator.world.AccountAssignment(
                account, set(world, set).arn(), PrincipalType.GROUP, admins(world));
    }

    private static String admins(World world) {
        return center(world).groups().visible().stream()
                .filter(group -> group.displayName().equals("Contact Center Admins"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static AccountAssignment assignment(ActivityBench bench, Key key, String account) {
        return new AccountAssignment(
                key.instance(),
                key.permissionSet(),
                new AccountId(account),
                new Principal("GROUP", admins(bench.simulator.world()), "Contact Center Admins"));
    }

    private static Key key(ActivityBench bench, String set) {
        Instance instance = bench.identityCenter.describeInstance(
                new Place(new AccountId(DELEGATE), new Region(ContactCenter.IDENTITY_CENTER_REGION)));
        return new Key(
                instance,
                bench.identityCenter
                        .findPermissionSets(new PermissionSetQuery(instance, List.of(set)))
                        .get(0));
    }

    private static PermissionSet set(World world, String name) {
        return center(world).permissionSetByName(name).orElseThrow();
    }

    private static IdentityCenter center(World world) {
        return world.identityCenter().orElseThrow();
    }
}
