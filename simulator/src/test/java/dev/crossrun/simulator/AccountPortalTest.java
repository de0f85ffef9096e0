package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_CENTER_REGION;
import static dev.crossrun.simulator.world.ContactCenter.INSTANCE_ARN;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.SUPPORT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.AccessNow.Grant;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.model.AccountInfo;
import software.amazon.awssdk.services.sso.model.RoleCredentials;
import software.amazon.awssdk.services.sso.model.RoleInfo;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.ProvisionTargetType;
import software.amazon.awssdk.services.ssoadmin.model.TargetType;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** People who open accounts at the access portal, what they may do there, and how that ends. */
class AccountPortalTest {
    private static final Duration DELAY = Duration.ofSeconds(3);
    private static final String ADA = "ada@example.com";
    private static final String GRACE = "grace@example.com";
    private static final String SET = "ConnectAdministrator";

    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withClock(clock).withDelays(DELAY, Duration.ZERO));
    private final IdentityCenter center = simulator.world().identityCenter().orElseThrow();
    private final String set = center.permissionSetByName(SET).orElseThrow().arn();
    private final AccessNow access = simulator.access();
    private SsoAdminClient sso;
    private SsoClient portal;

    @BeforeEach
    void start() {
        sso = SdkClients.unlimited(simulator, MANAGEMENT_ACCOUNT, SsoAdminClient.builder(), IDENTITY_CENTER_REGION);
        portal = SsoClient.builder()
                .region(Region.of(IDENTITY_CENTER_REGION))
                .endpointOverride(simulator.endpoint())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() {
        portal.close();
        sso.close();
        simulator.close();
    }

    @Test
    void aUserSeesTheAccountsAndPermissionSetsThatAreAssigned() {
        assign(CONNECT_ACCOUNT, ADA);
        give(SUPPORT_ACCOUNT, PrincipalType.GROUP, group("Contact Center Agents"));
        clock.move(DELAY);
        String token = signIn(ADA);
        assertThat(portal.listAccounts(r -> r.accessToken(token)).accountList())
                .extracting(AccountInfo::accountId)
                .containsExactly(CONNECT_ACCOUNT, SUPPORT_ACCOUNT);
        assertThat(portal.listAccountsPaginator(r -> r.accessToken(token).maxResults(1))
                        .accountList())
                .extracting(AccountInfo::accountName)
                .containsExactly("internal-services", "customer-support");
        assertThat(portal.listAccountRoles(r -> r.accessToken(token).accountId(SUPPORT_ACCOUNT))
                        .roleList())
                .extracting(RoleInfo::roleName)
                .containsExactly(SET);
        fails(
                () -> portal.listAccountRoles(r -> r.accessToken(token).accountId(MANAGEMENT_ACCOUNT)),
                403,
                "ForbiddenException");
    }

    @Test
    void credentialsAreARoleSessionInTheUsersNameForAsLongAsTheSetSays() {
        assign(CONNECT_ACCOUNT, ADA);
        clock.move(DELAY);
        RoleCredentials given = open(signIn(ADA), CONNECT_ACCOUNT);
        assertThat(Instant.ofEpochMilli(given.expiration()))
                .isEqualTo(clock.instant().plus(Duration.ofHours(8)));
        try (StsClient sts = SdkClients.client(simulator, StsClient.builder(), CONNECT_REGION, session(given))) {
            assertThat(sts.getCallerIdentity().arn())
                    .matches("arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_ConnectAdministrator_[0-9a-f]{16}/"
                            + ADA);
            clock.move(Duration.ofHours(8));
            fails(sts::getCallerIdentity, 403, "ExpiredToken");
        }
    }

    @Test
    void thePortalRefusesWhoHasNothingThereAndWhoIsNotSignedIn() {
        assign(CONNECT_ACCOUNT, ADA);
        String token = signIn(ADA);
        fails(() -> open(token, CONNECT_ACCOUNT), 403, "ForbiddenException");
        clock.move(DELAY);
        open(token, CONNECT_ACCOUNT);
        fails(() -> open(token, SUPPORT_ACCOUNT), 403, "ForbiddenException");
        fails(() -> open(signIn(GRACE), CONNECT_ACCOUNT), 403, "ForbiddenException");
        fails(() -> open("stolen", CONNECT_ACCOUNT), 401, "UnauthorizedException");
        portal.logout(r -> r.accessToken(token));
        fails(() -> open(token, CONNECT_ACCOUNT), 401, "UnauthorizedException");
        String later = signIn(ADA);
        clock.move(Duration.ofHours(8));
        fails(() -> open(later, CONNECT_ACCOUNT), 401, "UnauthorizedException");
    }

    @Test
    void signingInGoesByWayOfEntraWhichKnowsNoStrangers() {
        JsonNode refused =
                new ConsoleClient(simulator).post("/_console/portal-sign-in", "{\"user\": \"eve@example.com\"}");
        assertThat(refused.path("outcome").asText()).isEqualTo("REFUSED");
        assertThatThrownBy(() -> access.signIn("eve@example.com")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatTheRoleAllowsIsDoneAndLoggedAndTheRestIsDeniedAndLogged() throws Exception {
        assign(CONNECT_ACCOUNT, ADA);
        clock.move(DELAY);
        AwsSessionCredentials ada = session(open(signIn(ADA), CONNECT_ACCOUNT));
        try (ConnectClient connect = SdkClients.client(simulator, ConnectClient.builder(), CONNECT_REGION, ada);
                IamClient iam = SdkClients.iam(simulator, Region.US_EAST_1, ada);
                CloudTrailClient trail =
                        SdkClients.client(simulator, CloudTrailClient.builder(), CONNECT_REGION, ada)) {
            assertThat(connect.listInstances(r -> {}).instanceSummaryList()).hasSize(2);
            assertThat(iam.listRoles().roles()).isNotEmpty();
            fails(() -> iam.createPolicy(r -> r.policyName("Mine").policyDocument("{}")), 403, "AccessDenied");
            assertThat(events(trail)).extracting(Event::eventName).contains("ListInstances");
        }
        List<JsonNode> iam = recorded("us-east-1");
        assertThat(iam)
                .extracting(event -> event.path("eventName").asText()
                        + event.path("errorCode").asText())
                .containsExactly("ListRoles", "CreatePolicyAccessDenied");
        JsonNode identity = iam.get(1).path("userIdentity");
        assertThat(identity.path("type").asText()).isEqualTo("AssumedRole");
        assertThat(identity.path("arn").asText()).endsWith("/" + ADA);
        assertThat(identity.at("/sessionContext/sessionIssuer/arn").asText())
                .startsWith("arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_");
        assertThat(identity.at("/sessionContext/attributes/creationDate").asText())
                .isEqualTo(clock.instant().toString());
        assertThat(recorded(IDENTITY_CENTER_REGION))
                .extracting(event -> event.path("eventName").asText())
                .containsExactly("AssumeRoleWithSAML");
    }

    private static List<Event> events(CloudTrailClient trail) {
        LookupAttribute ofAda = LookupAttribute.builder()
                .attributeKey(LookupAttributeKey.USERNAME)
                .attributeValue(ADA)
                .build();
        return trail.lookupEvents(r -> r.lookupAttributes(ofAda)).events();
    }

    private List<JsonNode> recorded(String region) throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> events = new ArrayList<>();
        for (var event : simulator.world().trail().recorded(CONNECT_ACCOUNT)) {
            if (event.region().equals(region) && event.entry().username().equals(ADA)) {
                events.add(json.readTree(event.json()));
            }
        }
        return events;
    }

    @Test
    void aSessionOutlivesItsAssignmentWhileSomebodyElseKeepsTheRole() {
        assign(CONNECT_ACCOUNT, GRACE);
        clock.move(DELAY);
        assign(CONNECT_ACCOUNT, ADA);
        clock.move(DELAY);
        AccessKey ada = access.open(ADA, CONNECT_ACCOUNT, SET).orElseThrow();
        unassign(CONNECT_ACCOUNT, ADA);
        clock.move(DELAY);
        assertThat(access.permissionSets(ADA, CONNECT_ACCOUNT)).isEmpty();
        assertThat(access.open(ADA, CONNECT_ACCOUNT, SET)).isEmpty();
        assertThat(mayList(ada)).isTrue();
        assertThat(access.sessions(ADA, CONNECT_ACCOUNT)).containsExactly(ada);
        clock.move(access.remaining(ada));
        assertThat(mayList(ada)).isFalse();
        assertThat(access.sessions(ADA, CONNECT_ACCOUNT)).isEmpty();
    }

    @Test
    void aSessionIsDeniedEverythingOnceItsRoleIsDeletedEvenIfTheSetComesBack() {
        assign(CONNECT_ACCOUNT, ADA);
        clock.move(DELAY);
        RoleCredentials given = open(signIn(ADA), CONNECT_ACCOUNT);
        unassign(CONNECT_ACCOUNT, ADA);
        clock.move(DELAY);
        try (ConnectClient connect =
                SdkClients.client(simulator, ConnectClient.builder(), CONNECT_REGION, session(given))) {
            fails(() -> connect.listInstances(r -> {}), 403, "AccessDeniedException");
            assign(CONNECT_ACCOUNT, ADA);
            clock.move(DELAY);
            fails(() -> connect.listInstances(r -> {}), 403, "AccessDeniedException");
        }
    }

    @Test
    void aDenyEndsTheSessionsOfOneUserInOneAccountThatWereOpenedBefore() {
        for (String account : List.of(CONNECT_ACCOUNT, SUPPORT_ACCOUNT)) {
            for (String user : List.of(ADA, GRACE)) {
                assign(account, user);
                clock.move(DELAY);
            }
        }
        AccessKey ada = access.open(ADA, CONNECT_ACCOUNT, SET).orElseThrow();
        AccessKey adaElsewhere = access.open(ADA, SUPPORT_ACCOUNT, SET).orElseThrow();
        AccessKey grace = access.open(GRACE, CONNECT_ACCOUNT, SET).orElseThrow();
        clock.move(Duration.ofMinutes(1));
        deny(ADA, CONNECT_ACCOUNT, clock.instant());
        clock.move(DELAY);
        assertThat(mayList(ada)).isTrue();
        provision();
        assertThat(mayList(ada)).isTrue();
        clock.move(DELAY);
        assertThat(access.decide(ada, CONNECT_REGION, "connect:ListInstances", "*"))
                .isEqualTo(Decision.EXPLICIT_DENY);
        assertThat(mayList(adaElsewhere)).isTrue();
        assertThat(mayList(grace)).isTrue();
        assertThat(mayList(access.open(ADA, CONNECT_ACCOUNT, SET).orElseThrow()))
                .isTrue();
    }

    @Test
    void aSessionThatWasAssumedFromTheDeniedOneEscapes() {
        PermissionSet admin = center.plantPermissionSet(
                "Admin",
                "PT1H",
                new PermissionSet.Policies(
                        Optional.empty(), List.of("arn:aws:iam::aws:policy/AdministratorAccess"), List.of()));
        center.assignAccount(new AccountAssignment(CONNECT_ACCOUNT, admin.arn(), PrincipalType.USER, user(ADA)));
        IamRole first = access.role(CONNECT_ACCOUNT, "Admin").orElseThrow();
        IamRole second = simulator
                .world()
                .requireAccount(CONNECT_ACCOUNT)
                .iam()
                .plantRole("operator", """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                         "Principal": {"AWS": "%s"}}]}""".formatted(first.arn()), """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:*", "Resource": "*"},
                         {"Effect": "Deny", "Action": "*", "Resource": "*",
                          "Condition": {"StringLike": {"identitystore:UserId": "*"}}}]}""");
        AccessKey ada = access.open(ADA, CONNECT_ACCOUNT, "Admin").orElseThrow();
        try (StsClient sts = SdkClients.sts(
                simulator,
                AwsSessionCredentials.create(
                        ada.id(), ada.secret(), ada.sessionToken().orElseThrow()))) {
            Credentials chained = sts.assumeRole(r -> r.roleArn(second.arn()).roleSessionName("chained"))
                    .credentials();
            center.accountAccess()
                    .delete(new AccountAssignment(CONNECT_ACCOUNT, admin.arn(), PrincipalType.USER, user(ADA)));
            clock.move(DELAY);
            assertThat(mayList(ada)).isFalse();
            assertThat(mayList(simulator
                            .world()
                            .credentials()
                            .find(chained.accessKeyId())
                            .orElseThrow()))
                    .isTrue();
        }
    }

    private void deny(String user, String account, Instant issuedBefore) {
        String id = center.userByName(user).orElseThrow().id();
        sso.putInlinePolicyToPermissionSet(
                r -> r.instanceArn(INSTANCE_ARN).permissionSetArn(set).inlinePolicy("""
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",
                         "Condition": {"StringEquals": {"identitystore:userId": "%s", "aws:PrincipalAccount": "%s"},
                                       "DateLessThan": {"aws:TokenIssueTime": "%s"}}}]}""".formatted(
                                id, account, issuedBefore)));
    }

    private void provision() {
        sso.provisionPermissionSet(r -> r.instanceArn(INSTANCE_ARN)
                .permissionSetArn(set)
                .targetType(ProvisionTargetType.ALL_PROVISIONED_ACCOUNTS));
    }

    @Test
    void whoHasWhatIsAskedInOneCall() {
        center.assignAccount(new AccountAssignment(CONNECT_ACCOUNT, set, PrincipalType.USER, user(ADA)));
        give(SUPPORT_ACCOUNT, PrincipalType.GROUP, group("Contact Center Agents"));
        clock.move(DELAY);
        assertThat(access.grants())
                .containsExactlyInAnyOrder(
                        new Grant(ADA, CONNECT_ACCOUNT, SET, Optional.empty()),
                        new Grant(ADA, SUPPORT_ACCOUNT, SET, Optional.of("Contact Center Agents")),
                        new Grant(GRACE, SUPPORT_ACCOUNT, SET, Optional.of("Contact Center Agents")));
        assertThat(access.permissionSets(GRACE, SUPPORT_ACCOUNT)).containsExactly(SET);
        assertThat(access.open(GRACE, SUPPORT_ACCOUNT, SET)).isPresent();
    }

    @Test
    void thePortalMeetsFaults() {
        assign(CONNECT_ACCOUNT, ADA);
        clock.move(DELAY);
        String token = signIn(ADA);
        simulator.faults().add(InjectedFault.of("portal:GetRoleCredentials", Kind.THROTTLED));
        fails(() -> open(token, CONNECT_ACCOUNT), 429, "TooManyRequestsException");
        open(token, CONNECT_ACCOUNT);
        assertThat(simulator.calls().of("portal:GetRoleCredentials")).hasSize(2);
    }

    private boolean mayList(AccessKey session) {
        return access.may(session, CONNECT_REGION, "connect:ListInstances");
    }

    private String signIn(String user) {
        return new ConsoleClient(simulator)
                .post("/_console/portal-sign-in", "{\"user\": \"" + user + "\"}")
                .path("accessToken")
                .asText();
    }

    private RoleCredentials open(String token, String account) {
        return portal.getRoleCredentials(
                        r -> r.accessToken(token).accountId(account).roleName(SET))
                .roleCredentials();
    }

    private static AwsSessionCredentials session(RoleCredentials given) {
        return AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }

    private String user(String name) {
        return center.userByName(name).orElseThrow().id();
    }

    private String group(String name) {
        return center.groupByName(name).orElseThrow().id();
    }

    private void assign(String account, String user) {
        give(account, PrincipalType.USER, user(user));
    }

    private void give(String account, PrincipalType type, String principal) {
        sso.createAccountAssignment(r -> r.instanceArn(INSTANCE_ARN)
                .permissionSetArn(set)
                .principalId(principal)
                .principalType(type.name())
                .targetId(account)
                .targetType(TargetType.AWS_ACCOUNT));
    }

    private void unassign(String account, String user) {
        sso.deleteAccountAssignment(r -> r.instanceArn(INSTANCE_ARN)
                .permissionSetArn(set)
                .principalId(user(user))
                .principalType(PrincipalType.USER.name())
                .targetId(account)
                .targetType(TargetType.AWS_ACCOUNT));
    }
}
