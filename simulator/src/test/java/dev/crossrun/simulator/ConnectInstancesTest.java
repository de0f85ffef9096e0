package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ID;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static dev.crossrun.simulator.world.ContactCenter.TOOLING_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.CreateInstanceRequest;
import software.amazon.awssdk.services.connect.model.DirectoryType;
import software.amazon.awssdk.services.connect.model.Instance;
import software.amazon.awssdk.services.connect.model.ServiceQuotaExceededException;

/** Creating and deleting instances of Amazon Connect. */
class ConnectInstancesTest {
    private static final Duration CREATION = Duration.ofSeconds(10);

    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withClock(clock).withInstanceCreation(CREATION));
    private ConnectClient connect;

    @BeforeEach
    void signIn() {
        connect = SdkClients.client(
                simulator, ConnectClient.builder(), CONNECT_REGION, SdkClients.session(simulator, CONNECT_ACCOUNT));
        allowInstances(4);
    }

    @AfterEach
    void stop() {
        connect.close();
        simulator.close();
    }

    @Test
    void anInstanceIsInProgressFirstAndActiveThen() {
        String id = create("acme-new", "token");
        Instance begun = describe(id);
        assertThat(begun.instanceStatusAsString()).isEqualTo("CREATION_IN_PROGRESS");
        assertThat(begun.identityManagementType()).isEqualTo(DirectoryType.SAML);
        assertThat(begun.inboundCallsEnabled()).isTrue();
        assertThat(begun.outboundCallsEnabled()).isFalse();
        assertThat(begun.tags()).isEqualTo(Map.of("crossrun", "run-1"));
        fails(() -> connect.listRoutingProfiles(r -> r.instanceId(id)), 400, "InvalidRequestException");
        fails(() -> connect.deleteInstance(r -> r.instanceId(id)), 400, "InvalidRequestException");
        clock.move(CREATION);
        assertThat(describe(id).instanceStatusAsString()).isEqualTo("ACTIVE");
        assertThat(connect.listRoutingProfiles(r -> r.instanceId(id)).routingProfileSummaryList())
                .hasSize(1);
    }

    @Test
    void aFailedCreationTellsTheReasonForADay() {
        simulator.world().connectCreations().failNext("The directory could not be created");
        String id = create("acme-new", "token");
        assertThat(describe(id).statusReason()).isNull();
        clock.move(CREATION);
        assertThat(describe(id).instanceStatusAsString()).isEqualTo("CREATION_FAILED");
        assertThat(describe(id).statusReason().message()).isEqualTo("The directory could not be created");
        clock.move(Duration.ofMinutes(50));
        assertThat(instancesIn(CONNECT_ACCOUNT)).isEqualTo(3);
        clock.move(Duration.ofHours(24));
        assertThat(instancesIn(CONNECT_ACCOUNT)).isEqualTo(2);
    }

    @Test
    void aClientTokenGivesTheSameInstanceAgain() {
        String id = create("acme-new", "token");
        assertThat(create("acme-new", "token")).isEqualTo(id);
        fails(() -> create("acme-other", "token"), 400, "InvalidRequestException");
        assertThat(create("acme-other", "another token")).isNotEqualTo(id);
    }

    @Test
    void anAliasIsUniqueOverAllAccounts() {
        World world = simulator.world();
        world.requireAccount(TOOLING_ACCOUNT)
                .add(new ConnectInstance(
                        world, TOOLING_ACCOUNT, "us-east-1", "elsewhere", "taken", IdentityManagementType.SAML));
        assertThatThrownBy(() -> create("Taken", "token"))
                .hasMessageContaining("Invalid Input. Instance alias is already used.");
        fails(() -> create("acme-contact", "token"), 400, "InvalidRequestException");
        fails(() -> create("d-acme", "token"), 400, "InvalidRequestException");
        fails(() -> create("acme_contact", "token"), 400, "InvalidRequestException");
    }

    @Test
    void theAliasOfADeletedInstanceIsFreeAfterAWhile() {
        String id = create("acme-new", "token");
        clock.move(CREATION);
        connect.deleteInstance(r -> r.instanceId(id));
        assertThatThrownBy(() -> create("acme-new", "another")).hasMessageContaining("Instance alias is already used");
        clock.move(CREATION);
        assertThat(describe(create("acme-new", "another")).instanceStatusAsString())
                .isEqualTo("CREATION_IN_PROGRESS");
    }

    @Test
    void anInstanceWithoutItsRequiredMembersIsRefused() {
        fails(
                () -> connect.createInstance(
                        request("acme-new", "token").instanceAlias(null).build()),
                400,
                "InvalidRequestException");
        fails(
                () -> connect.createInstance(
                        request("acme-new", "token").inboundCallsEnabled(null).build()),
                400,
                "InvalidRequestException");
        fails(
                () -> connect.createInstance(request("acme-new", "token")
                        .identityManagementType("OIDC")
                        .build()),
                400,
                "InvalidRequestException");
        fails(() -> create("acme-new", "t".repeat(501)), 400, "InvalidRequestException");
    }

    @Test
    void theQuotaOfInstancesHolds() {
        allowInstances(2);
        fails(() -> create("acme-new", "token"), 402, "ServiceQuotaExceededException");
        connect.deleteInstance(r -> r.instanceId(CONNECT_INSTANCE_ID));
        fails(() -> describe(CONNECT_INSTANCE_ID), 404, "ResourceNotFoundException");
        fails(() -> connect.deleteInstance(r -> r.instanceId(CONNECT_INSTANCE_ID)), 404, "ResourceNotFoundException");
        clock.move(CREATION);
        assertThat(create("acme-contact", "token")).isNotEqualTo(CONNECT_INSTANCE_ID);
    }

    @Test
    void aHundredCreationsAndDeletionsInAMonthAreEnough() {
        for (int i = 0; i < 50; i++) {
            String id = create("acme-" + i, "token-" + i);
            clock.move(CREATION);
            connect.deleteInstance(r -> r.instanceId(id));
        }
        assertThatThrownBy(() -> create("acme-new", "token"))
                .isInstanceOfSatisfying(ServiceQuotaExceededException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(402);
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("Your account has been flagged for an excessive number of creation and deletion"
                                    + " attempts");
                });
        clock.move(Duration.ofDays(30));
        signIn();
        assertThat(create("acme-new", "token")).isNotEmpty();
    }

    @Test
    void aNewInstanceIsSeenAfterAWhile() {
        try (Simulator slow = Simulator.start(SimulatorSettings.defaults()
                        .withClock(clock)
                        .withDelays(Duration.ofSeconds(3), Duration.ZERO));
                ConnectClient client = SdkClients.client(
                        slow, ConnectClient.builder(), CONNECT_REGION, SdkClients.session(slow, CONNECT_ACCOUNT))) {
            slow.world().requireAccount(CONNECT_ACCOUNT).applyQuota(CONNECT_REGION, "L-AA17A6B9", 3);
            String id =
                    client.createInstance(request("acme-new", "token").build()).id();
            fails(() -> client.describeInstance(r -> r.instanceId(id)), 404, "ResourceNotFoundException");
            fails(
                    () -> client.createInstance(
                            request("acme-new", "another token").build()),
                    400,
                    "InvalidRequestException");
            clock.move(Duration.ofSeconds(3));
            assertThat(client.describeInstance(r -> r.instanceId(id)).instance().instanceStatusAsString())
                    .isEqualTo("ACTIVE");
        }
    }

    @Test
    void whoCreatesAnInstanceMustBeAllowedToMakeItsDirectory() {
        simulator
                .world()
                .requireAccount(CONNECT_ACCOUNT)
                .iam()
                .createUser("narrow", "AKIANARROWUSER000001", "secret", """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:*",
                         "Resource": "*"}]}""");
        try (ConnectClient narrow = SdkClients.client(
                simulator,
                ConnectClient.builder(),
                CONNECT_REGION,
                AwsBasicCredentials.create("AKIANARROWUSER000001", "secret"))) {
            fails(() -> narrow.createInstance(request("acme-new", "token").build()), 403, "AccessDeniedException");
            assertThatThrownBy(() -> narrow.deleteInstance(r -> r.instanceId(CONNECT_INSTANCE_ID)))
                    .hasMessageContaining("ds:DescribeDirectories");
        }
        assertThat(instancesIn(CONNECT_ACCOUNT)).isEqualTo(2);
    }

    @Test
    void whoCreatesAnInstanceWithTagsMustBeAllowedToTagIt() {
        simulator
                .world()
                .requireAccount(CONNECT_ACCOUNT)
                .iam()
                .createUser("untagged", "AKIAUNTAGGED00000001", "secret", """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction": "connect:TagResource",
                         "Resource": "*"}]}""");
        try (ConnectClient untagged = SdkClients.client(
                simulator,
                ConnectClient.builder(),
                CONNECT_REGION,
                AwsBasicCredentials.create("AKIAUNTAGGED00000001", "secret"))) {
            assertThatThrownBy(() -> untagged.createInstance(
                            request("acme-new", "token").tags(Map.of("a", "b")).build()))
                    .hasMessageContaining("connect:TagResource on resource: arn:aws:connect:eu-central-1:222222222222"
                            + ":instance/*");
        }
        assertThat(instancesIn(CONNECT_ACCOUNT)).isEqualTo(2);
    }

    private String create(String alias, String token) {
        return connect.createInstance(request(alias, token).build()).id();
    }

    private static CreateInstanceRequest.Builder request(String alias, String token) {
        return CreateInstanceRequest.builder()
                .identityManagementType(DirectoryType.SAML)
                .instanceAlias(alias)
                .inboundCallsEnabled(true)
                .outboundCallsEnabled(false)
                .clientToken(token)
                .tags(Map.of("crossrun", "run-1"));
    }

    private Instance describe(String id) {
        return connect.describeInstance(r -> r.instanceId(id)).instance();
    }

    private void allowInstances(int quota) {
        simulator.world().requireAccount(CONNECT_ACCOUNT).applyQuota(CONNECT_REGION, "L-AA17A6B9", quota);
    }

    private int instancesIn(String account) {
        return simulator.world().requireAccount(account).connectInstances().size();
    }
}
