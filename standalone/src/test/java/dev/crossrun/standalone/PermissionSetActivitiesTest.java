package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT_ACCOUNT;
import static dev.crossrun.standalone.ActivityBench.failure;
import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.IdentityCenterActivities.UserQuery;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.ItemResult.Outcome;
import dev.crossrun.activity.PermissionSetActivities.Assigned;
import dev.crossrun.activity.PermissionSetActivities.AssignedQuery;
import dev.crossrun.activity.PermissionSetActivities.Details;
import dev.crossrun.activity.PermissionSetActivities.Held;
import dev.crossrun.activity.PermissionSetActivities.HeldQuery;
import dev.crossrun.activity.PermissionSetActivities.InlineChange;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.PermissionSetActivities.Provision;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Username;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PermissionSet.CustomerManagedPolicy;
import dev.crossrun.simulator.world.PrincipalType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What permission sets allow, who has them, and how their inline policy changes. */
class PermissionSetActivitiesTest {
    private static final String SET = "ConnectAdministrator";
    private static final AccountId SUPPORT_ACCOUNT = new AccountId(ContactCenter.SUPPORT_ACCOUNT);
    private static final Duration DELAY = Duration.ofMinutes(1);
    private static final String DENY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}""";
    private static final String READ = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:List*", "Resource": "*"}]}""";

    private ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void describesASetWithItsPoliciesAndWhereAnEditOfItIsNotProvisioned() {
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        assertThat(describe().outdated()).isEmpty();

        edit(set().withPolicies(set().policies()
                .attach(new CustomerManagedPolicy("Recordings", "/"))
                .attach(new CustomerManagedPolicy("Reports", "/team/"))));

        Details details = describe();
        assertThat(details.permissionSet()).isEqualTo(key().permissionSet());
        assertThat(details.session()).isEqualTo(Duration.ofHours(8));
        assertThat(details.inlinePolicy()).isEqualTo(set().policies().inline());
        assertThat(details.managedPolicies())
                .containsExactly(
                        "arn:aws:iam::aws:policy/AmazonConnect_FullAccess",
                        "arn:aws:iam::aws:policy/IAMReadOnlyAccess",
                        "Recordings",
                        "/team/Reports");
        assertThat(details.outdated()).containsExactly(CONNECT_ACCOUNT);
    }

    @Test
    void describesASetWithoutAnInlinePolicy() {
        edit(set().withPolicies(set().policies().withInline(Optional.empty())));

        assertThat(describe().inlinePolicy()).isEmpty();
    }

    @Test
    void tellsAPermissionThatIsMissingAndInWhichRole() {
        bench.simulator.faults().add(InjectedFault.of("sso:GetInlinePolicyForPermissionSet", Kind.ACCESS_DENIED));

        ApplicationFailure denied = failure(this::describe);

        assertThat(denied.getType()).isEqualTo("NOT_AUTHORIZED");
        assertThat(FailureType.error(denied).remedy().orElseThrow())
                .contains("sso:GetInlinePolicyForPermissionSet", "`crossrun`");
    }

    @Test
    void findsWhatAUserHasDirectlyAndThroughAGroup() {
        center().plantPermissionSet("Other", "PT1H", PermissionSet.Policies.NONE);
        String agents = groupId("Contact Center Agents");
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        give(SUPPORT_ACCOUNT, PrincipalType.GROUP, agents);
        give(SUPPORT_ACCOUNT, PrincipalType.GROUP, groupId("Contact Center Admins"));
        center().assignAccount(new AccountAssignment(
                CONNECT_ACCOUNT.value(),
                center().permissionSetByName("Other").orElseThrow().arn(),
                PrincipalType.USER,
                userId()));

        Key key = key();
        assertThat(bench.permissionSets.held(
                        new HeldQuery(key.instance(), user(key.instance()), List.of(key.permissionSet()))))
                .containsExactlyInAnyOrder(
                        new Held(key.permissionSet(), CONNECT_ACCOUNT, Optional.empty()),
                        new Held(key.permissionSet(), SUPPORT_ACCOUNT, Optional.of(agents)));
    }

    @Test
    void findsWhoHasASetInTheseAccountsUsersAndGroups() {
        String agents = groupId("Contact Center Agents");
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        give(CONNECT_ACCOUNT, PrincipalType.GROUP, agents);
        give(SUPPORT_ACCOUNT, PrincipalType.USER, userId());
        Key key = key();
        assertThat(bench.permissionSets.accounts(key)).containsExactlyInAnyOrder(CONNECT_ACCOUNT, SUPPORT_ACCOUNT);
        assertThat(bench.permissionSets.assigned(new AssignedQuery(key, List.of(CONNECT_ACCOUNT))))
                .containsExactlyInAnyOrder(
                        new Assigned(CONNECT_ACCOUNT, "USER", userId()),
                        new Assigned(CONNECT_ACCOUNT, "GROUP", agents));
        assertThat(bench.permissionSets.assigned(
                        new AssignedQuery(key, List.of(new AccountId(ContactCenter.TOOLING_ACCOUNT)))))
                .as("where it is not provisioned")
                .isEmpty();
    }

    @Test
    void namesUsersByTheirIdsAndLeavesOutThoseWhoAreNotThere() {
        Instance instance = key().instance();
        assertThat(bench.identityCenter.describeUsers(
                        new UserQuery(instance, List.of(userId(), "12345678-1234-1234-1234-123456789012"))))
                .extracting(User::username)
                .containsExactly(ADA);
    }

    @Test
    void putsAnInlinePolicyOnceAndProvisionsNothing() {
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        Optional<String> before = set().policies().inline();
        bench.changes();

        put(before, Optional.of(DENY));

        assertThat(bench.changes()).containsExactly("sso:PutInlinePolicyToPermissionSet");
        assertThat(set().policies().inline()).contains(DENY);
        assertThat(describe().outdated()).containsExactly(CONNECT_ACCOUNT);
        put(before, Optional.of(DENY.replace(": ", " :  ")));
        assertThat(bench.changes()).isEmpty();
        put(Optional.of(DENY), Optional.empty());
        assertThat(set().policies().inline()).isEmpty();
        put(Optional.of(DENY), Optional.empty());
        assertThat(bench.changes()).containsExactly("sso:DeleteInlinePolicyFromPermissionSet");
    }

    @Test
    void leavesAnInlinePolicyThatSomebodyElseHasEdited() {
        Optional<String> before = set().policies().inline();
        edit(set().withPolicies(set().policies().withInline(Optional.of(READ))));
        bench.changes();

        ApplicationFailure conflict = failure(() -> put(before, Optional.of(DENY)));

        assertThat(conflict.getType()).isEqualTo("CONFLICT");
        assertThat(conflict).hasMessageContaining("was edited by somebody else");
        assertThat(FailureType.error(conflict).remedy()).isPresent();
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void saysHowLongAnInlinePolicyMayBe() {
        Optional<String> before = set().policies().inline();

        ApplicationFailure refused =
                failure(() -> put(before, Optional.of(READ.replace("List*", "List" + "x".repeat(10_240)))));

        assertThat(refused.getType()).isEqualTo("INVALID_REQUEST");
        assertThat(FailureType.error(refused).code()).contains("ValidationException");
        assertThat(FailureType.error(refused).remedy().orElseThrow())
                .contains("10,240 characters, not counting white space");
        assertThat(set().policies().inline()).isEqualTo(before);
    }

    @Test
    void refusesAnInlinePolicyThatIsNone() {
        ApplicationFailure refused = failure(() -> put(set().policies().inline(), Optional.of("{\"Version\": 1}")));

        assertThat(refused.getType()).isEqualTo("INVALID_REQUEST");
        assertThat(FailureType.error(refused).remedy().orElseThrow()).contains("valid identity-based policy");
    }

    @Test
    void waitsUntilReadsShowTheInlinePolicySoThatTheNextChangeDoesNotGoByAnOldOne() {
        restartSlow();
        Optional<String> before = set().policies().inline();

        assertThat(failure(() -> put(before, Optional.of(DENY))).getType()).isEqualTo("NOT_READY");

        assertThat(failure(() -> put(before, Optional.of(DENY))).getType())
                .describedAs("AWS refuses a second change meanwhile")
                .isEqualTo("NOT_READY");
        bench.later(DELAY);
        put(before, Optional.of(DENY));
        assertThat(set().policies().inline()).contains(DENY);
    }

    @Test
    void provisionsTheAccountsThatHaveTheSetAndPassesOverTheOthers() {
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        put(set().policies().inline(), Optional.of(READ));
        bench.changes();

        assertThat(provision(SUPPORT_ACCOUNT, CONNECT_ACCOUNT)).containsExactly(ItemResult.done(), ItemResult.done());

        assertThat(bench.changes()).containsExactly("sso:ProvisionPermissionSet");
        assertThat(describe().outdated()).isEmpty();
        assertThat(bench.simulator.access().policies(CONNECT_ACCOUNT.value(), SET))
                .contains(READ);
        assertThat(bench.simulator.access().policies(SUPPORT_ACCOUNT.value(), SET))
                .isEmpty();
    }

    @Test
    void asksToProvisionOnceAndWaitsUntilItIsDone() {
        restartSlow();
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        Provision wanted = new Provision(key(), List.of(CONNECT_ACCOUNT));
        List<Object> heartbeats = bench.heartbeats(Object.class);
        bench.changes();

        assertThat(failure(() -> bench.permissionSets.provision(wanted)).getType())
                .isEqualTo("NOT_READY");

        bench.goOnFrom(heartbeats.get(0));
        assertThat(failure(() -> bench.permissionSets.provision(wanted)).getType())
                .isEqualTo("NOT_READY");
        bench.goOnFrom(heartbeats.get(0));
        bench.later(DELAY);
        assertThat(bench.permissionSets.provision(wanted)).containsExactly(ItemResult.done());
        assertThat(bench.changes()).containsExactly("sso:ProvisionPermissionSet");
    }

    @Test
    void provisionsAnAccountWhileAnotherOneIsInProgress() {
        restartSlow();
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        give(SUPPORT_ACCOUNT, PrincipalType.USER, userId());
        bench.changes();

        assertThat(failure(() -> provision(CONNECT_ACCOUNT, SUPPORT_ACCOUNT)).getType())
                .isEqualTo("NOT_READY");

        assertThat(bench.changes()).containsExactly("sso:ProvisionPermissionSet", "sso:ProvisionPermissionSet");
    }

    @Test
    void waitsForAProvisioningWhoseAnswerWasLost() {
        restartSlow();
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        assertThat(failure(() -> provision(CONNECT_ACCOUNT)).getType()).isEqualTo("NOT_READY");

        ApplicationFailure busy = failure(() -> provision(CONNECT_ACCOUNT));

        assertThat(busy.getType()).isEqualTo("NOT_READY");
        assertThat(FailureType.error(busy).code()).contains("ConflictException");
    }

    @Test
    void tellsWhyAnAccountCouldNotBeProvisionedAndProvisionsTheOthers() {
        give(CONNECT_ACCOUNT, PrincipalType.USER, userId());
        give(SUPPORT_ACCOUNT, PrincipalType.USER, userId());
        put(set().policies().inline(), Optional.of(READ));
        center().provisioning().failNext("the account is suspended");

        List<ItemResult> results = provision(CONNECT_ACCOUNT, SUPPORT_ACCOUNT);

        assertThat(results).extracting(ItemResult::outcome).containsExactly(Outcome.FAILED, Outcome.DONE);
        FailureView failure = results.get(0).failure().orElseThrow();
        assertThat(failure.type()).isEqualTo("CONFLICT");
        assertThat(failure.message()).contains("on 222222222222: the account is suspended");
        assertThat(failure.remedy()).isPresent();
        assertThat(describe().outdated()).containsExactly(CONNECT_ACCOUNT);
    }

    private void restartSlow() {
        bench.close();
        bench = new ActivityBench(settings -> settings.withDelays(DELAY, Duration.ZERO));
    }

    private Details describe() {
        return bench.permissionSets.describe(key());
    }

    private void put(Optional<String> before, Optional<String> after) {
        bench.permissionSets.putInlinePolicy(new InlineChange(key(), before, after));
    }

    private List<ItemResult> provision(AccountId... accounts) {
        return bench.permissionSets.provision(new Provision(key(), List.of(accounts)));
    }

    private Key key() {
        Instance instance = bench.identityCenter.describeInstance(new Place(
                new AccountId(ContactCenter.MANAGEMENT_ACCOUNT), new Region(ContactCenter.IDENTITY_CENTER_REGION)));
        return new Key(
                instance,
                bench.identityCenter
                        .findPermissionSets(new PermissionSetQuery(instance, List.of(SET)))
                        .get(0));
    }

    private Principal user(Instance instance) {
        User ada = bench.identityCenter
                .findPrincipals(new PrincipalQuery(instance, List.of(new Username(ADA)), List.of(), false))
                .users()
                .get(0);
        return new Principal("USER", ada.id(), ada.username());
    }

    /** Somebody has assigned the set in the console. */
    private void give(AccountId account, PrincipalType type, String principal) {
        center().assignAccount(new AccountAssignment(account.value(), set().arn(), type, principal));
    }

    /** Somebody edits the set in the console. */
    private void edit(PermissionSet edited) {
        center().permissionSets().put(edited.arn(), edited);
    }

    private PermissionSet set() {
        return center().permissionSetByName(SET).orElseThrow();
    }

    private String userId() {
        return center().userByName(ADA).orElseThrow().id();
    }

    private String groupId(String name) {
        return center().groups().visible().stream()
                .filter(group -> group.displayName().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private IdentityCenter center() {
        return bench.simulator.world().identityCenter().orElseThrow();
    }
}
