package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ID;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.ROLE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.Trail.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.InstanceStatus;
import software.amazon.awssdk.services.connect.model.InvalidRequestException;
import software.amazon.awssdk.services.connect.model.UserIdentityInfo;
import software.amazon.awssdk.services.connect.model.UserPhoneConfig;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.organizations.OrganizationsClient;

class FaultsTest {
    private static final MovableClock CLOCK = new MovableClock();
    private static final String NOTHING = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Deny\","
            + " \"Action\": \"*\", \"Resource\": \"*\"}]}";
    private static final String POLICY = "arn:aws:iam::" + CONNECT_ACCOUNT + ":policy/agents";

    private final Simulator simulator =
            SdkClients.startWithAllOfIam(SimulatorSettings.defaults().withClock(CLOCK));
    private final Faults faults = simulator.faults();
    private final AwsSessionCredentials session = SdkClients.session(simulator, CONNECT_ACCOUNT);
    private final IamClient iam = SdkClients.client(simulator, IamClient.builder(), "us-east-1", session);
    private final ConnectClient connect =
            SdkClients.client(simulator, ConnectClient.builder(), CONNECT_REGION, session);

    @AfterEach
    void stop() {
        iam.close();
        connect.close();
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, 400, Throttling",
        "SERVER_ERROR, 500, ServiceFailure",
        "ACCESS_DENIED, 403, AccessDenied",
        "EXPIRED_CREDENTIALS, 403, ExpiredToken",
        "CLOCK_SKEW, 403, SignatureDoesNotMatch",
        "QUOTA, 409, LimitExceeded"
    })
    void iamRefusesInItsOwnWords(Kind kind, int status, String code) {
        faults.add(InjectedFault.of("iam:GetRole", kind));
        fails(this::getRole, status, code);
        getRole();
        assertThat(faults.met()).singleElement().satisfies(met -> {
            assertThat(met.kind()).isEqualTo(kind);
            assertThat(met.operation()).isEqualTo("iam:GetRole");
            assertThat(met.resource()).endsWith(":role/" + ROLE_NAME);
            assertThat(met.time()).isEqualTo(CLOCK.instant());
        });
        assertThat(faults.pending()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, 429, TooManyRequestsException",
        "SERVER_ERROR, 500, InternalServiceException",
        "ACCESS_DENIED, 403, AccessDeniedException",
        "EXPIRED_CREDENTIALS, 403, ExpiredTokenException",
        "CLOCK_SKEW, 403, InvalidSignatureException",
        "QUOTA, 402, ServiceQuotaExceededException"
    })
    void connectRefusesInItsOwnWords(Kind kind, int status, String code) {
        faults.add(InjectedFault.of("connect:ListInstances", kind));
        fails(() -> connect.listInstances(r -> {}), status, code);
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLED, 400, TooManyRequestsException",
        "SERVER_ERROR, 500, ServiceException",
        "ACCESS_DENIED, 400, AccessDeniedException",
        "EXPIRED_CREDENTIALS, 400, ExpiredTokenException"
    })
    void organizationsRefusesInItsOwnWords(Kind kind, int status, String code) {
        faults.add(InjectedFault.of("organizations:DescribeAccount", kind));
        try (OrganizationsClient organizations = SdkClients.client(
                simulator,
                OrganizationsClient.builder(),
                "us-east-1",
                SdkClients.session(simulator, MANAGEMENT_ACCOUNT))) {
            fails(() -> organizations.describeAccount(r -> r.accountId(CONNECT_ACCOUNT)), status, code);
        }
    }

    @Test
    void aRawAnswerComesInTheErrorShapeOfEachProtocol() {
        faults.add(InjectedFault.answering("iam:GetRole", 409, "EntityTemporarilyUnmodifiable", "Try again."));
        fails(this::getRole, 409, "EntityTemporarilyUnmodifiable");
        getRole();
        faults.add(InjectedFault.answering(
                "connect:ListInstances",
                400,
                "InvalidRequestException",
                "Invalid Input. Instance alias is already used."));
        assertThatThrownBy(() -> connect.listInstances(r -> {}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Invalid Input. Instance alias is already used.");
        assertThat(faults.met()).extracting(Faults.Met::kind).containsOnly(Kind.RAW_ANSWER);
    }

    @Test
    void aDenialNamesActionAndSessionAndLastsUntilItIsRemoved() {
        int id = faults.add(InjectedFault.of("iam:GetRole", Kind.ACCESS_DENIED).forEver());
        IntStream.range(0, 3)
                .forEach(turn -> assertThatThrownBy(this::getRole)
                        .hasMessageContaining("User: arn:aws:sts::" + CONNECT_ACCOUNT + ":assumed-role/" + ROLE_NAME
                                + "/run-1 is not authorized to perform: iam:GetRole on resource: role "
                                + ROLE_NAME
                                + " because no identity-based policy allows the iam:GetRole action"));
        assertThat(faults.remove(id)).isTrue();
        getRole();
        assertThat(faults.met()).hasSize(3);
    }

    @Test
    void aDenialNamesThePermissionThatTheCallTakesBesideItsOwn() {
        faults.add(
                InjectedFault.of("connect:CreateInstance", Kind.ACCESS_DENIED).withText("ds:CreateAlias"));
        assertThatThrownBy(() -> connect.createInstance(r -> r.instanceAlias("acme-new")
                        .identityManagementType("SAML")
                        .inboundCallsEnabled(true)
                        .outboundCallsEnabled(true)))
                .hasMessageContaining("is not authorized to perform: ds:CreateAlias on resource: arn:aws:ds:"
                        + CONNECT_REGION + ":" + CONNECT_ACCOUNT + ":directory/* because no identity-based policy"
                        + " allows the ds:CreateAlias action");
    }

    @Test
    void anAnswerMayBeSlowerThanClientsWait() {
        Duration longest = Duration.ofSeconds(30);
        assertThat(InjectedFault.of("iam:GetRole", Kind.SLOW)
                        .withDuration(longest)
                        .length())
                .isEqualTo(longest);
    }

    @Test
    void theNthMatchingCallsMeetIt() {
        createPolicy();
        faults.add(InjectedFault.of("iam:GetPolicy", Kind.THROTTLED)
                .withResource("agents")
                .withNth(2)
                .withTimes(2));
        fails(() -> iam.getPolicy(r -> r.policyArn(POLICY.replace("agents", "other"))), 404, "NoSuchEntity");
        getPolicy();
        fails(this::getPolicy, 400, "Throttling");
        fails(this::getPolicy, 400, "Throttling");
        getPolicy();
    }

    @Test
    void aCallMeetsOneFaultAndTheOtherWaits() {
        faults.add(InjectedFault.of("iam:GetRole", Kind.THROTTLED));
        faults.add(InjectedFault.of("iam:GetRole", Kind.SERVER_ERROR));
        fails(this::getRole, 400, "Throttling");
        fails(this::getRole, 500, "ServiceFailure");
        getRole();
    }

    @Test
    void anAnswerIsLostBeforeOrAfterTheEffect() {
        faults.add(InjectedFault.of("iam:CreatePolicy", Kind.NO_ANSWER_BEFORE));
        assertThatThrownBy(this::createPolicy).isInstanceOf(SdkClientException.class);
        fails(this::getPolicy, 404, "NoSuchEntity");
        faults.add(InjectedFault.of("iam:CreatePolicy", Kind.NO_ANSWER_AFTER));
        assertThatThrownBy(this::createPolicy).isInstanceOf(SdkClientException.class);
        getPolicy();
        fails(this::createPolicy, 409, "EntityAlreadyExists");
        assertThat(faults.met())
                .extracting(Faults.Met::kind)
                .containsExactly(Kind.NO_ANSWER_BEFORE, Kind.NO_ANSWER_AFTER);
    }

    @Test
    void aStaleReadMissesWhatWasWrittenLast() {
        createPolicy();
        faults.add(InjectedFault.of("iam:GetPolicy", Kind.STALE_READ));
        fails(this::getPolicy, 404, "NoSuchEntity");
        getPolicy();
        createUser("alan@example.com");
        faults.add(InjectedFault.of("connect:SearchUsers", Kind.STALE_READ));
        assertThat(usernames()).containsExactlyInAnyOrder("ada@example.com", "grace@example.com");
        assertThat(usernames()).contains("alan@example.com");
    }

    @Test
    void aSlowAnswerComesAllTheSame() {
        faults.add(InjectedFault.of("iam:GetRole", Kind.SLOW).withDuration(Duration.ofMillis(50)));
        long before = System.nanoTime();
        getRole();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    void anInstanceIsAcceptedAndFailsLater() {
        simulator.world().requireAccount(CONNECT_ACCOUNT).applyQuota(CONNECT_REGION, "L-AA17A6B9", 3);
        faults.add(InjectedFault.of("connect:CreateInstance", Kind.FAILS_LATER).withText("No directory"));
        String id = connect.createInstance(r -> r.instanceAlias("acme-new")
                        .identityManagementType("SAML")
                        .inboundCallsEnabled(true)
                        .outboundCallsEnabled(true))
                .id();
        var instance = connect.describeInstance(r -> r.instanceId(id)).instance();
        assertThat(instance.instanceStatus()).isEqualTo(InstanceStatus.CREATION_FAILED);
        assertThat(instance.statusReason().message()).isEqualTo("No directory");
    }

    @Test
    void somebodyDeletesAPolicyAsSoonAsItIsThere() {
        faults.add(InjectedFault.of("iam:CreatePolicy", Kind.DELETE_RESOURCE));
        createPolicy();
        fails(this::getPolicy, 404, "NoSuchEntity");
        assertThat(faults.met())
                .singleElement()
                .satisfies(met -> assertThat(met.resource()).isEqualTo(POLICY));
    }

    @Test
    void somebodyChangesUntagsAndReplacesAPolicy() {
        createPolicy();
        faults.add(InjectedFault.now(Kind.CHANGE_RESOURCE, POLICY).withText("{}"));
        assertThat(getPolicy().defaultVersionId()).isEqualTo("v2");
        assertThat(getPolicy().tags()).isNotEmpty();
        faults.add(InjectedFault.now(Kind.UNTAG_RESOURCE, "agents").withText("crossrun"));
        assertThat(getPolicy().tags()).isEmpty();
        String id = getPolicy().policyId();
        faults.add(InjectedFault.now(Kind.REPLACE_RESOURCE, POLICY));
        assertThat(getPolicy().policyId()).isNotEqualTo(id);
        assertThatThrownBy(() -> faults.add(InjectedFault.now(Kind.DELETE_RESOURCE, "nobody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DELETE_RESOURCE finds no nobody");
    }

    @Test
    void aChangeWaitsForItsResource() {
        faults.add(InjectedFault.of("iam:GetRole", Kind.DELETE_RESOURCE).withTarget(POLICY));
        getRole();
        assertThat(faults.met()).isEmpty();
        createPolicy();
        getRole();
        fails(this::getPolicy, 404, "NoSuchEntity");
    }

    @Test
    void somebodyMakesAnAgentByHandAfterTheFirstSearch() {
        faults.add(InjectedFault.of("connect:SearchUsers", Kind.ADD_AGENT)
                .withTarget(CONNECT_INSTANCE_ID)
                .withText("alan@example.com"));
        assertThat(usernames()).doesNotContain("alan@example.com");
        assertThat(usernames()).contains("alan@example.com");
    }

    @Test
    void aTestSaysInJavaWhatHappens() {
        faults.add(
                InjectedFault.of("iam:GetRole", Kind.WORLD_EVENT).withNth(2),
                world -> world.requireAccount(CONNECT_ACCOUNT).iam().plantRole("theirs", NOTHING, NOTHING));
        getRole();
        assertThat(roleNames()).doesNotContain("theirs");
        getRole();
        assertThat(roleNames()).contains("theirs");
    }

    @ParameterizedTest
    @CsvSource({"EVENT_MISSING, 0", "EVENT_DOUBLED, 2", "EVENT_LATE, 0"})
    void anEventIsMissingDoubledOrLate(Kind kind, int delivered) {
        faults.add(InjectedFault.of("event:GetRole", kind).withResource(ROLE_NAME));
        getRole();
        assertThat(events("GetRole")).hasSize(delivered);
        CLOCK.move(Duration.ofMinutes(5));
        assertThat(events("GetRole")).hasSize(kind == Kind.EVENT_LATE ? 1 : delivered);
        getRole();
        assertThat(events("GetRole").size()).isGreaterThan(delivered);
    }

    @Test
    void cloudTrailKnowsNothingOfACallWithAnExpiredSession() {
        faults.add(InjectedFault.of("iam:GetRole", Kind.EXPIRED_CREDENTIALS));
        fails(this::getRole, 403, "ExpiredToken");
        assertThat(events("GetRole")).isEmpty();
    }

    @Test
    void aFaultThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> InjectedFault.of("iam:CreateRole", Kind.FAILS_LATER))
                .hasMessageStartingWith("FAILS_LATER is for");
        assertThatThrownBy(() -> InjectedFault.of("iam:GetRole", Kind.EVENT_LATE))
                .hasMessageContaining("event:NAME");
        assertThatThrownBy(() -> InjectedFault.of("GetRole", Kind.THROTTLED)).hasMessageContaining("iam:CreateRole");
        assertThatThrownBy(() -> InjectedFault.of("iam:GetRole", Kind.SLOW).withDuration(Duration.ofMinutes(1)))
                .hasMessageContaining("real time");
    }

    private List<Event> events(String name) {
        return simulator.world().trail().delivered(CONNECT_ACCOUNT, "us-east-1").stream()
                .filter(event -> event.entry().eventName().equals(name))
                .toList();
    }

    private List<String> roleNames() {
        return simulator.world().requireAccount(CONNECT_ACCOUNT).iam().roles().visible().stream()
                .map(IamRole::name)
                .toList();
    }

    private void getRole() {
        assertThat(iam.getRole(r -> r.roleName(ROLE_NAME)).role().roleName()).isEqualTo(ROLE_NAME);
    }

    private software.amazon.awssdk.services.iam.model.Policy getPolicy() {
        return iam.getPolicy(r -> r.policyArn(POLICY)).policy();
    }

    private void createPolicy() {
        iam.createPolicy(r -> r.policyName("agents")
                .policyDocument(NOTHING)
                .tags(Tag.builder().key("crossrun").value("run").build()));
    }

    private void createUser(String username) {
        Map<String, String> profiles = Map.of(
                "security",
                connect.listSecurityProfiles(r -> r.instanceId(CONNECT_INSTANCE_ID))
                        .securityProfileSummaryList()
                        .get(0)
                        .id(),
                "routing",
                connect.listRoutingProfiles(r -> r.instanceId(CONNECT_INSTANCE_ID))
                        .routingProfileSummaryList()
                        .get(0)
                        .id());
        connect.createUser(r -> r.instanceId(CONNECT_INSTANCE_ID)
                .username(username)
                .identityInfo(UserIdentityInfo.builder()
                        .firstName("Alan")
                        .lastName("Turing")
                        .build())
                .phoneConfig(UserPhoneConfig.builder().phoneType("SOFT_PHONE").build())
                .securityProfileIds(profiles.get("security"))
                .routingProfileId(profiles.get("routing")));
    }

    private List<String> usernames() {
        return connect.searchUsers(r -> r.instanceId(CONNECT_INSTANCE_ID)).users().stream()
                .map(user -> user.username())
                .toList();
    }
}
