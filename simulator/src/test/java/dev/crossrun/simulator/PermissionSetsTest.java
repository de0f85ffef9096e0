package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_CENTER_REGION;
import static dev.crossrun.simulator.world.ContactCenter.INSTANCE_ARN;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.SUPPORT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.TOOLING_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.IdentityCenter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AttachedManagedPolicy;
import software.amazon.awssdk.services.ssoadmin.model.ListPermissionSetsProvisionedToAccountResponse;
import software.amazon.awssdk.services.ssoadmin.model.PermissionSetProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionTargetType;
import software.amazon.awssdk.services.ssoadmin.model.ProvisioningStatus;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/** What permission sets say, and what accounts have of them. */
class PermissionSetsTest {
    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:List*", "Resource": "*"}]}""";
    private static final String CONNECT_READ = "arn:aws:iam::aws:policy/AmazonConnectReadOnlyAccess";

    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withClock(clock).withDelays(DELAY, Duration.ZERO));
    private final IdentityCenter center = simulator.world().identityCenter().orElseThrow();
    private final String ada =
            center.userByName("ada@example.com").orElseThrow().id();
    private final String set =
            center.permissionSetByName("ConnectAdministrator").orElseThrow().arn();
    private SsoAdminClient sso;

    @BeforeEach
    void signIn() {
        sso = SdkClients.unlimited(simulator, MANAGEMENT_ACCOUNT, SsoAdminClient.builder(), IDENTITY_CENTER_REGION);
    }

    @AfterEach
    void stop() {
        sso.close();
        simulator.close();
    }

    @Test
    void aNewPermissionSetLastsAnHourUnlessItSaysOtherwise() {
        assertThat(create("Audit", "PT4H")).isEqualTo("PT4H");
        assertThat(sso.createPermissionSet(r -> r.instanceArn(INSTANCE_ARN).name("Billing"))
                        .permissionSet()
                        .sessionDuration())
                .isEqualTo("PT1H");
        fails(() -> create("Audit", "PT1H"), 400, "ConflictException");
        fails(() -> create("Long", "PT13H"), 400, "ValidationException");
        fails(() -> create("Short", "PT59M"), 400, "ValidationException");
        fails(() -> create("Odd", "an hour"), 400, "ValidationException");
        fails(() -> create("With blank", "PT1H"), 400, "ValidationException");
    }

    private String create(String name, String duration) {
        return sso.createPermissionSet(
                        r -> r.instanceArn(INSTANCE_ARN).name(name).sessionDuration(duration))
                .permissionSet()
                .sessionDuration();
    }

    @Test
    void anInlinePolicyIsReadAfterAWhile() {
        put(POLICY);
        assertThat(inline()).contains("EventHistory");
        clock.move(DELAY);
        assertThat(inline()).isEqualTo(POLICY);
        delete();
        clock.move(DELAY);
        assertThat(inline()).isEmpty();
        fails(this::delete, 400, "ResourceNotFoundException");
    }

    @Test
    void aSecondWriteBeforeTheFirstHasPropagatedIsAConflict() {
        put(POLICY);
        fails(() -> put(POLICY), 400, "ConflictException");
        fails(() -> attach(CONNECT_READ), 400, "ConflictException");
        clock.move(DELAY);
        attach(CONNECT_READ);
        clock.move(DELAY);
        assertThat(inline()).isEqualTo(POLICY);
        assertThat(managed()).contains(CONNECT_READ);
    }

    @Test
    void anInlinePolicyHasALimitThatWhiteSpaceDoesNotCountAgainst() {
        String spacious = POLICY.replace(" ", " ".repeat(1000));
        put(spacious);
        clock.move(DELAY);
        assertThat(inline()).isEqualTo(spacious);
        assertThatThrownBy(() -> put(POLICY.replace("List*", "List" + "x".repeat(10_200))))
                .hasMessageContaining("non-whitespace characters present in the InlinePolicy Document is 10")
                .hasMessageContaining("exceeded the maximum limit of 10240 bytes");
        fails(() -> put(POLICY.replace("List*", "List" + "x".repeat(10_200))), 400, "ValidationException");
    }

    @Test
    void whatIsNoPolicyIsRefused() {
        fails(() -> put("{\"Version\": "), 400, "ValidationException");
        fails(() -> put(POLICY.replace("Allow", "Permit")), 400, "ValidationException");
        fails(() -> put(POLICY.replace("List", "Łist")), 400, "ValidationException");
    }

    @Test
    void awsManagedPoliciesAreAttachedOnceAndTenAtMost() {
        assertThat(managed())
                .containsExactly(
                        "arn:aws:iam::aws:policy/AmazonConnect_FullAccess",
                        "arn:aws:iam::aws:policy/IAMReadOnlyAccess");
        attach(CONNECT_READ);
        clock.move(DELAY);
        fails(() -> attach(CONNECT_READ), 400, "ConflictException");
        fails(() -> attach("arn:aws:iam::aws:policy/NoSuchAccess"), 400, "ResourceNotFoundException");
        fails(() -> attach("arn:aws:iam::222222222222:policy/Mine"), 400, "ValidationException");
        sso.detachManagedPolicyFromPermissionSet(
                r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set).managedPolicyArn(CONNECT_READ));
        clock.move(DELAY);
        assertThat(managed()).hasSize(2);
        assertThat(sso.listCustomerManagedPolicyReferencesInPermissionSet(
                                r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set))
                        .customerManagedPolicyReferences())
                .isEmpty();
    }

    @Test
    void anEditCountsInAnAccountOnlyOnceItIsProvisioned() {
        assign(CONNECT_ACCOUNT);
        assign(SUPPORT_ACCOUNT);
        clock.move(DELAY);
        put(POLICY);
        clock.move(DELAY);
        assertThat(policies(CONNECT_ACCOUNT)).doesNotContain(POLICY);
        assertThat(accounts(ProvisioningStatus.LATEST_PERMISSION_SET_PROVISIONED))
                .isEmpty();
        assertThat(accounts(ProvisioningStatus.LATEST_PERMISSION_SET_NOT_PROVISIONED))
                .containsExactly(CONNECT_ACCOUNT, SUPPORT_ACCOUNT);

        PermissionSetProvisioningStatus begun = provision(CONNECT_ACCOUNT);
        assertThat(begun.status()).isEqualTo(StatusValues.IN_PROGRESS);
        assertThat(status(begun).status()).isEqualTo(StatusValues.IN_PROGRESS);
        assertThat(policies(CONNECT_ACCOUNT)).doesNotContain(POLICY);
        clock.move(DELAY);
        assertThat(status(begun).status()).isEqualTo(StatusValues.SUCCEEDED);
        assertThat(status(begun).accountId()).isEqualTo(CONNECT_ACCOUNT);
        assertThat(policies(CONNECT_ACCOUNT)).contains(POLICY);
        assertThat(accounts(ProvisioningStatus.LATEST_PERMISSION_SET_PROVISIONED))
                .containsExactly(CONNECT_ACCOUNT);
        assertThat(accounts(ProvisioningStatus.LATEST_PERMISSION_SET_NOT_PROVISIONED))
                .containsExactly(SUPPORT_ACCOUNT);
        assertThat(simulator.access().isLatest(SUPPORT_ACCOUNT, "ConnectAdministrator"))
                .isFalse();

        sso.provisionPermissionSet(r -> r.instanceArn(INSTANCE_ARN)
                .permissionSetArn(set)
                .targetType(ProvisionTargetType.ALL_PROVISIONED_ACCOUNTS));
        clock.move(DELAY);
        assertThat(policies(SUPPORT_ACCOUNT)).contains(POLICY);
    }

    @Test
    void anotherAssignmentPushesEditsThatNobodyHasProvisioned() {
        assign(CONNECT_ACCOUNT);
        clock.move(DELAY);
        simulator
                .faults()
                .add(InjectedFault.now(Kind.CHANGE_RESOURCE, "ConnectAdministrator")
                        .withText(POLICY));
        clock.move(DELAY);
        assertThat(policies(CONNECT_ACCOUNT)).doesNotContain(POLICY);
        assign(
                CONNECT_ACCOUNT,
                PrincipalType.GROUP,
                center.groupByName("Contact Center Agents").orElseThrow().id());
        clock.move(DELAY);
        assertThat(policies(CONNECT_ACCOUNT)).contains(POLICY);
    }

    @Test
    void anAccountGetsASetThatNobodyHasThere() {
        provision(SUPPORT_ACCOUNT);
        clock.move(DELAY);
        assertThat(simulator.access().role(SUPPORT_ACCOUNT, "ConnectAdministrator"))
                .isPresent();
        assertThat(simulator.access().grants()).isEmpty();
    }

    @Test
    void oneOperationAtATimeChangesAPermissionSetInAnAccount() {
        assign(CONNECT_ACCOUNT);
        fails(() -> provision(CONNECT_ACCOUNT), 400, "ConflictException");
        clock.move(DELAY);
        provision(CONNECT_ACCOUNT);
        fails(() -> provision(CONNECT_ACCOUNT), 400, "ConflictException");
        fails(() -> assign(CONNECT_ACCOUNT), 400, "ConflictException");
        assign(SUPPORT_ACCOUNT);
    }

    @Test
    void provisioningFailsForASuspendedAccountOrWhereAPolicyIsMissingOrOnDemand() {
        assign(CONNECT_ACCOUNT);
        clock.move(DELAY);
        center.provisioning().failNext("Internal failure");
        assertThat(failure(CONNECT_ACCOUNT)).isEqualTo("Internal failure");
        sso.attachCustomerManagedPolicyReferenceToPermissionSet(r -> r.instanceArn(INSTANCE_ARN)
                .permissionSetArn(set)
                .customerManagedPolicyReference(policy -> policy.name("Agents")));
        clock.move(DELAY);
        assertThat(failure(CONNECT_ACCOUNT)).contains("arn:aws:iam::222222222222:policy/Agents", "404");
        assertThat(simulator.access().isLatest(CONNECT_ACCOUNT, "ConnectAdministrator"))
                .isFalse();
        simulator.world().requireAccount(CONNECT_ACCOUNT).changeState(Account.State.SUSPENDED);
        assertThat(failure(CONNECT_ACCOUNT)).contains("Obtaining permissions to manage");
    }

    private String failure(String account) {
        PermissionSetProvisioningStatus begun = provision(account);
        assertThat(status(begun).failureReason()).isNull();
        clock.move(DELAY);
        assertThat(status(begun).status()).isEqualTo(StatusValues.FAILED);
        return status(begun).failureReason();
    }

    @Test
    void theRoleComesWithTheFirstAssignmentAndGoesWithTheLast() {
        String agents =
                center.groupByName("Contact Center Agents").orElseThrow().id();
        try (IamClient iam = SdkClients.unlimited(simulator, CONNECT_ACCOUNT, IamClient.builder(), "us-east-1")) {
            assign(CONNECT_ACCOUNT);
            assertThat(reserved(iam)).isEmpty();
            clock.move(DELAY);
            String first = reserved(iam).get(0);
            assertThat(first)
                    .matches("arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/"
                            + "AWSReservedSSO_ConnectAdministrator_[0-9a-f]{16}");
            assign(CONNECT_ACCOUNT, PrincipalType.GROUP, agents);
            clock.move(DELAY);
            unassign(PrincipalType.USER, ada);
            clock.move(DELAY);
            assertThat(reserved(iam)).containsExactly(first);
            unassign(PrincipalType.GROUP, agents);
            assertThat(reserved(iam)).containsExactly(first);
            clock.move(DELAY);
            assertThat(reserved(iam)).isEmpty();
            assign(CONNECT_ACCOUNT);
            clock.move(DELAY);
            assertThat(reserved(iam)).hasSize(1).doesNotContain(first);
        }
    }

    private static List<String> reserved(IamClient iam) {
        return iam.listRoles(r -> r.pathPrefix("/aws-reserved/")).roles().stream()
                .map(role -> role.arn())
                .toList();
    }

    @Test
    void iamShowsTheRoleAndChangesNothingAboutIt() {
        assign(CONNECT_ACCOUNT);
        clock.move(DELAY);
        String role = simulator
                .access()
                .role(CONNECT_ACCOUNT, "ConnectAdministrator")
                .orElseThrow()
                .name();
        try (IamClient iam = SdkClients.unlimited(simulator, CONNECT_ACCOUNT, IamClient.builder(), "us-east-1")) {
            assertThat(iam.getRole(r -> r.roleName(role)).role().maxSessionDuration())
                    .isEqualTo(43_200);
            assertThat(iam.listRolePolicies(r -> r.roleName(role)).policyNames())
                    .containsExactly("AwsSSOInlinePolicy");
            assertThat(iam.getRolePolicy(r -> r.roleName(role).policyName("AwsSSOInlinePolicy"))
                            .policyDocument())
                    .contains("EventHistory");
            assertThat(iam.listAttachedRolePolicies(r -> r.roleName(role)).attachedPolicies())
                    .extracting(policy -> policy.policyName())
                    .containsExactly("AmazonConnect_FullAccess", "IAMReadOnlyAccess");
            fails(() -> iam.deleteRole(r -> r.roleName(role)), 400, "UnmodifiableEntity");
            fails(
                    () -> iam.detachRolePolicy(
                            r -> r.roleName(role).policyArn("arn:aws:iam::aws:policy/IAMReadOnlyAccess")),
                    400,
                    "UnmodifiableEntity");
            fails(() -> iam.attachRolePolicy(r -> r.roleName(role).policyArn(CONNECT_READ)), 400, "UnmodifiableEntity");
        }
    }

    @Test
    void anAccountWithoutPermissionSetsHasNoList() {
        assertThat(sets(TOOLING_ACCOUNT).hasPermissionSets()).isFalse();
        assign(SUPPORT_ACCOUNT);
        clock.move(DELAY);
        assertThat(sets(SUPPORT_ACCOUNT).permissionSets()).containsExactly(set);
    }

    private ListPermissionSetsProvisionedToAccountResponse sets(String account) {
        return sso.listPermissionSetsProvisionedToAccount(
                r -> r.instanceArn(INSTANCE_ARN).accountId(account));
    }

    @Test
    void aDelegatedAdministratorLeavesSetsOfTheManagementAccountAlone() {
        simulator.world().organization().delegateAdministration(TOOLING_ACCOUNT);
        try (SsoAdminClient delegated =
                SdkClients.unlimited(simulator, TOOLING_ACCOUNT, SsoAdminClient.builder(), IDENTITY_CENTER_REGION)) {
            delegated.putInlinePolicyToPermissionSet(
                    r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set).inlinePolicy(POLICY));
            assign(MANAGEMENT_ACCOUNT);
            clock.move(DELAY);
            fails(
                    () -> delegated.putInlinePolicyToPermissionSet(r ->
                            r.instanceArn(INSTANCE_ARN).permissionSetArn(set).inlinePolicy(POLICY)),
                    400,
                    "AccessDeniedException");
            fails(
                    () -> delegated.provisionPermissionSet(r -> r.instanceArn(INSTANCE_ARN)
                            .permissionSetArn(set)
                            .targetType(ProvisionTargetType.ALL_PROVISIONED_ACCOUNTS)),
                    400,
                    "AccessDeniedException");
        }
    }

    private void put(String document) {
        sso.putInlinePolicyToPermissionSet(
                r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set).inlinePolicy(document));
    }

    private String inline() {
        return sso.getInlinePolicyForPermissionSet(
                        r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set))
                .inlinePolicy();
    }

    private void delete() {
        sso.deleteInlinePolicyFromPermissionSet(r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set));
    }

    private void attach(String arn) {
        sso.attachManagedPolicyToPermissionSet(
                r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set).managedPolicyArn(arn));
    }

    private List<String> managed() {
        return sso
                .listManagedPoliciesInPermissionSet(
                        r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set))
                .attachedManagedPolicies()
                .stream()
                .map(AttachedManagedPolicy::arn)
                .toList();
    }

    private List<String> policies(String account) {
        return simulator.access().policies(account, "ConnectAdministrator");
    }

    private List<String> accounts(ProvisioningStatus status) {
        return sso.listAccountsForProvisionedPermissionSet(
                        r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set).provisioningStatus(status))
                .accountIds();
    }

    private PermissionSetProvisioningStatus provision(String account) {
        return sso.provisionPermissionSet(r -> r.instanceArn(INSTANCE_ARN)
                        .permissionSetArn(set)
                        .targetType(ProvisionTargetType.AWS_ACCOUNT)
                        .targetId(account))
                .permissionSetProvisioningStatus();
    }

    private PermissionSetProvisioningStatus status(PermissionSetProvisioningStatus begun) {
        return sso.describePermissionSetProvisioningStatus(
                        r -> r.instanceArn(INSTANCE_ARN).provisionPermissionSetRequestId(begun.requestId()))
                .permissionSetProvisioningStatus();
    }

    private void assign(String account) {
        assign(account, PrincipalType.USER, ada);
    }

    private void assign(String account, PrincipalType type, String principal) {
        sso.createAccountAssignment(r -> r.instanceArn(INSTANCE_ARN)
                .permissionSetArn(set)
                .principalId(principal)
                .principalType(type)
                .targetId(account)
                .targetType(TargetType.AWS_ACCOUNT));
    }

    private void unassign(PrincipalType type, String principal) {
        sso.deleteAccountAssignment(r -> r.instanceArn(INSTANCE_ARN)
                .permissionSetArn(set)
                .principalId(principal)
                .principalType(type)
                .targetId(CONNECT_ACCOUNT)
                .targetType(TargetType.AWS_ACCOUNT));
    }
}
