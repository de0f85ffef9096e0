package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_CENTER_REGION;
import static dev.crossrun.simulator.world.ContactCenter.INSTANCE_ARN;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.TOOLING_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.world.IdentityCenter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignment;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatus;
import software.amazon.awssdk.services.ssoadmin.model.AccountAssignmentOperationStatusMetadata;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;
import software.amazon.awssdk.services.ssoadmin.model.StatusValues;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;

/** Who may enter which account with which permission set, and how long it takes until it is so. */
class AccountAssignmentsTest {
    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final String NOBODY = "9067f2a1b3-00000000-0000-0000-0000-000000000000";

    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withClock(clock).withDelays(DELAY, Duration.ZERO));
    private final IdentityCenter center = simulator.world().identityCenter().orElseThrow();
    private final String permissionSet =
            center.permissionSets().visible().get(0).arn();
    private final String admins =
            center.groupByName("Contact Center Admins").orElseThrow().id();
    private SsoAdminClient sso;

    @BeforeEach
    void signIn() {
        sso = new Clients(simulator).inAccount(MANAGEMENT_ACCOUNT, SsoAdminClient.builder(), IDENTITY_CENTER_REGION);
    }

    @AfterEach
    void stop() {
        sso.close();
        simulator.close();
    }

    @Test
    void anAssignmentIsMadeAndTakenBackAfterAWhile() {
        AccountAssignmentOperationStatus begun = create(sso, CONNECT_ACCOUNT, admins);
        assertThat(begun.status()).isEqualTo(StatusValues.IN_PROGRESS);
        assertThat(begun.targetId()).isEqualTo(CONNECT_ACCOUNT);
        assertThat(creation(sso, begun).status()).isEqualTo(StatusValues.IN_PROGRESS);
        assertThat(assigned()).isEmpty();
        clock.move(DELAY);
        assertThat(creation(sso, begun).status()).isEqualTo(StatusValues.SUCCEEDED);
        assertThat(assigned()).extracting(AccountAssignment::principalId).containsExactly(admins);

        AccountAssignmentOperationStatus deletion = delete();
        assertThat(deletion(deletion).status()).isEqualTo(StatusValues.IN_PROGRESS);
        assertThat(assigned()).hasSize(1);
        clock.move(DELAY);
        assertThat(deletion(deletion).status()).isEqualTo(StatusValues.SUCCEEDED);
        assertThat(assigned()).isEmpty();
        try (SsoAdminClient owner = unlimited(MANAGEMENT_ACCOUNT)) {
            assertThat(owner.listAccountAssignmentDeletionStatus(r -> r.instanceArn(INSTANCE_ARN))
                            .accountAssignmentsDeletionStatus())
                    .extracting(AccountAssignmentOperationStatusMetadata::requestId)
                    .containsExactly(deletion.requestId());
        }
        fails(this::delete, 400, "ResourceNotFoundException");
        fails(() -> creation(sso, deletion), 400, "ResourceNotFoundException");
    }

    @Test
    void whatIsAssignedAlreadySucceedsAgain() {
        create(sso, CONNECT_ACCOUNT, admins);
        clock.move(DELAY);
        AccountAssignmentOperationStatus again = create(sso, CONNECT_ACCOUNT, admins);
        clock.move(DELAY);
        assertThat(creation(sso, again).status()).isEqualTo(StatusValues.SUCCEEDED);
        assertThat(assigned()).hasSize(1);
    }

    @Test
    void aPermissionSetIsChangedInAnAccountOnceAtATime() {
        create(sso, CONNECT_ACCOUNT, admins);
        String agents =
                center.groupByName("Contact Center Agents").orElseThrow().id();
        fails(() -> create(sso, CONNECT_ACCOUNT, agents), 400, "ConflictException");
        clock.move(DELAY);
        create(sso, CONNECT_ACCOUNT, agents);
        clock.move(DELAY);
        assertThat(assigned()).hasSize(2);
    }

    @Test
    void anUnknownPrincipalOrAccountFailsInTheEnd() {
        AccountAssignmentOperationStatus nobody = create(sso, CONNECT_ACCOUNT, NOBODY);
        clock.move(DELAY);
        assertThat(creation(sso, nobody).status()).isEqualTo(StatusValues.FAILED);
        assertThat(creation(sso, nobody).failureReason()).contains(NOBODY);
        try (SsoAdminClient owner = unlimited(MANAGEMENT_ACCOUNT)) {
            AccountAssignmentOperationStatus nowhere = create(owner, "999999999999", admins);
            clock.move(DELAY);
            assertThat(creation(owner, nowhere).failureReason()).contains("999999999999");
        }
        assertThat(assigned()).isEmpty();
    }

    @Test
    void theNextChangeFailsOnDemand() {
        center.accountAccess().failNext("The account is suspended.");
        AccountAssignmentOperationStatus begun = create(sso, CONNECT_ACCOUNT, admins);
        assertThat(creation(sso, begun).failureReason()).isNull();
        clock.move(DELAY);
        assertThat(creation(sso, begun).failureReason()).isEqualTo("The account is suspended.");
        assertThat(assigned()).isEmpty();
    }

    @Test
    void aRoleMayAssignInTheAccountsItIsGivenOnly() {
        fails(() -> create(sso, TOOLING_ACCOUNT, admins), 400, "AccessDeniedException");
        fails(() -> create(sso, MANAGEMENT_ACCOUNT, admins), 400, "AccessDeniedException");
    }

    @Test
    void aDelegatedAdministratorDoesNotReachTheManagementAccount() {
        simulator.world().organization().delegateAdministration(TOOLING_ACCOUNT);
        try (SsoAdminClient delegated = unlimited(TOOLING_ACCOUNT);
                SsoAdminClient owner = unlimited(MANAGEMENT_ACCOUNT)) {
            fails(() -> create(delegated, MANAGEMENT_ACCOUNT, admins), 400, "AccessDeniedException");
            assertThat(create(delegated, CONNECT_ACCOUNT, admins).status()).isEqualTo(StatusValues.IN_PROGRESS);
            create(owner, MANAGEMENT_ACCOUNT, admins);
            clock.move(DELAY);
            fails(() -> create(delegated, CONNECT_ACCOUNT, admins), 400, "AccessDeniedException");
        }
    }

    @Test
    void listsAccountsOfAPermissionSetAndAssignmentsOfAPrincipal() {
        create(sso, CONNECT_ACCOUNT, admins);
        clock.move(DELAY);
        String ada = center.userByName("ada@example.com").orElseThrow().id();
        center.addMember(admins, ada);
        try (SsoAdminClient owner = unlimited(MANAGEMENT_ACCOUNT)) {
            assertThat(owner.listAccountsForProvisionedPermissionSet(
                                    r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(permissionSet))
                            .accountIds())
                    .containsExactly(CONNECT_ACCOUNT);
            assertThat(owner.listAccountAssignmentsForPrincipal(r ->
                                    r.instanceArn(INSTANCE_ARN).principalId(ada).principalType(PrincipalType.USER))
                            .accountAssignments())
                    .singleElement()
                    .satisfies(found -> assertThat(found.principalId()).isEqualTo(admins));
        }
    }

    private AccountAssignmentOperationStatus create(SsoAdminClient client, String account, String group) {
        return client.createAccountAssignment(r -> r.instanceArn(INSTANCE_ARN)
                        .permissionSetArn(permissionSet)
                        .principalId(group)
                        .principalType(PrincipalType.GROUP)
                        .targetId(account)
                        .targetType(TargetType.AWS_ACCOUNT))
                .accountAssignmentCreationStatus();
    }

    private AccountAssignmentOperationStatus delete() {
        return sso.deleteAccountAssignment(r -> r.instanceArn(INSTANCE_ARN)
                        .permissionSetArn(permissionSet)
                        .principalId(admins)
                        .principalType(PrincipalType.GROUP)
                        .targetId(CONNECT_ACCOUNT)
                        .targetType(TargetType.AWS_ACCOUNT))
                .accountAssignmentDeletionStatus();
    }

    private static AccountAssignmentOperationStatus creation(
            SsoAdminClient client, AccountAssignmentOperationStatus begun) {
        return client.describeAccountAssignmentCreationStatus(
                        r -> r.instanceArn(INSTANCE_ARN).accountAssignmentCreationRequestId(begun.requestId()))
                .accountAssignmentCreationStatus();
    }

    private AccountAssignmentOperationStatus deletion(AccountAssignmentOperationStatus begun) {
        return sso.describeAccountAssignmentDeletionStatus(
                        r -> r.instanceArn(INSTANCE_ARN).accountAssignmentDeletionRequestId(begun.requestId()))
                .accountAssignmentDeletionStatus();
    }

    private List<AccountAssignment> assigned() {
        return sso.listAccountAssignments(r ->
                        r.instanceArn(INSTANCE_ARN).accountId(CONNECT_ACCOUNT).permissionSetArn(permissionSet))
                .accountAssignments();
    }

    private SsoAdminClient unlimited(String account) {
        return SdkClients.unlimited(simulator, account, SsoAdminClient.builder(), IDENTITY_CENTER_REGION);
    }
}
