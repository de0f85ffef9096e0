package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ID;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.DirectoryType;
import software.amazon.awssdk.services.connect.model.Instance;
import software.amazon.awssdk.services.connect.model.InstanceSummary;
import software.amazon.awssdk.services.connect.model.ListSecurityProfilePermissionsResponse;
import software.amazon.awssdk.services.connect.model.RoutingProfileSummary;
import software.amazon.awssdk.services.connect.model.SecurityProfileSummary;
import software.amazon.awssdk.services.connect.model.StringComparisonType;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

class ConnectTest {
    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withClock(clock));
    private ConnectClient connect;

    @BeforeEach
    void signIn() {
        connect = client(CONNECT_REGION);
    }

    @AfterEach
    void stop() {
        connect.close();
        simulator.close();
    }

    @Test
    void describesAnInstanceInItsOwnRegionOnly() {
        Instance instance =
                connect.describeInstance(r -> r.instanceId(CONNECT_INSTANCE_ID)).instance();
        assertThat(instance.identityManagementType()).isEqualTo(DirectoryType.SAML);
        assertThat(instance.instanceAlias()).isEqualTo("acme-contact");
        assertThat(instance.instanceStatusAsString()).isEqualTo("ACTIVE");
        fails(() -> connect.describeInstance(r -> r.instanceId("none")), 404, "ResourceNotFoundException");
        try (ConnectClient elsewhere = client("us-west-2")) {
            assertThat(elsewhere.listInstances(r -> {}).instanceSummaryList()).isEmpty();
            fails(
                    () -> elsewhere.describeInstance(r -> r.instanceId(CONNECT_INSTANCE_ID)),
                    404,
                    "ResourceNotFoundException");
        }
    }

    @Test
    void listsTenInstancesPerPage() {
        World world = simulator.world();
        for (int i = 0; i < 10; i++) {
            world.requireAccount(CONNECT_ACCOUNT)
                    .add(new ConnectInstance(
                            world, CONNECT_ACCOUNT, CONNECT_REGION, "i" + i, "a" + i, IdentityManagementType.SAML));
        }
        assertThat(connect.listInstances(r -> {}).instanceSummaryList()).hasSize(10);
        assertThat(connect.listInstancesPaginator(r -> {}).instanceSummaryList().stream())
                .extracting(InstanceSummary::instanceAlias)
                .hasSize(12)
                .doesNotHaveDuplicates();
        fails(() -> connect.listInstances(r -> r.maxResults(11)), 400, "InvalidParameterException");
        fails(() -> connect.listInstances(r -> r.nextToken("made up")), 400, "InvalidRequestException");
    }

    @Test
    void findsUsersByExactName() {
        assertThat(search("ada@example.com"))
                .extracting(UserSearchSummary::username)
                .containsExactly("ada@example.com");
        assertThat(search("Ada@example.com")).isEmpty();
        UserSearchSummary ada = search("ada@example.com").get(0);
        assertThat(connect.describeUser(r -> r.instanceId(CONNECT_INSTANCE_ID).userId(ada.id()))
                        .user()
                        .username())
                .isEqualTo("ada@example.com");
    }

    @Test
    void listsTheProfilesOfANewInstance() {
        assertThat(connect.listRoutingProfiles(r -> r.instanceId(CONNECT_INSTANCE_ID))
                        .routingProfileSummaryList())
                .extracting(RoutingProfileSummary::name)
                .containsExactly("Basic Routing Profile");
        assertThat(connect.listSecurityProfiles(r -> r.instanceId(CONNECT_INSTANCE_ID))
                        .securityProfileSummaryList())
                .extracting(SecurityProfileSummary::name)
                .contains("Agent", "Admin");
    }

    @Test
    void listsWhatASecurityProfilePermitsPageByPage() {
        List<SecurityProfileSummary> profiles = connect.listSecurityProfiles(r -> r.instanceId(CONNECT_INSTANCE_ID))
                .securityProfileSummaryList();
        String admin = id(profiles, "Admin");
        String agent = id(profiles, "Agent");
        ListSecurityProfilePermissionsResponse first = connect.listSecurityProfilePermissions(
                r -> r.instanceId(CONNECT_INSTANCE_ID).securityProfileId(admin).maxResults(3));
        assertThat(first.permissions()).hasSize(3);
        assertThat(connect
                        .listSecurityProfilePermissionsPaginator(r -> r.instanceId(CONNECT_INSTANCE_ID)
                                .securityProfileId(admin)
                                .maxResults(10))
                        .permissions()
                        .stream()
                        .toList())
                .contains("SecurityProfiles.Edit", "Users.EditPermission")
                .doesNotHaveDuplicates();
        clock.move(Duration.ofSeconds(5));
        fails(
                () -> connect.listSecurityProfilePermissions(r -> r.instanceId(CONNECT_INSTANCE_ID)
                        .securityProfileId(agent)
                        .nextToken(first.nextToken())),
                400,
                "InvalidRequestException");
        fails(
                () -> connect.listSecurityProfilePermissions(
                        r -> r.instanceId(CONNECT_INSTANCE_ID).securityProfileId("none")),
                404,
                "ResourceNotFoundException");
    }

    private static String id(List<SecurityProfileSummary> profiles, String name) {
        return profiles.stream()
                .filter(profile -> profile.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void throttlesEachApiAtTwoCallsPerSecondWithABurstOfFive() {
        for (int i = 0; i < 5; i++) {
            connect.describeInstance(r -> r.instanceId(CONNECT_INSTANCE_ID));
        }
        fails(() -> connect.describeInstance(r -> r.instanceId(CONNECT_INSTANCE_ID)), 429, "TooManyRequestsException");
        connect.listInstances(r -> {});
        clock.move(Duration.ofMillis(500));
        connect.describeInstance(r -> r.instanceId(CONNECT_INSTANCE_ID));
    }

    @Test
    void doesNotDoWhatTheRoleMayNot() {
        fails(() -> connect.listUsers(r -> r.instanceId(CONNECT_INSTANCE_ID)), 403, "AccessDeniedException");
    }

    @Test
    void tellsTheAppliedQuotas() {
        simulator.world().requireAccount(CONNECT_ACCOUNT).applyQuota(CONNECT_REGION, "L-9A46857E", 40);
        try (ServiceQuotasClient quotas = SdkClients.client(
                simulator,
                ServiceQuotasClient.builder(),
                CONNECT_REGION,
                SdkClients.session(simulator, CONNECT_ACCOUNT))) {
            assertThat(quotas.getServiceQuota(r -> r.serviceCode("connect").quotaCode("L-9A46857E"))
                            .quota()
                            .value())
                    .isEqualTo(40);
            fails(
                    () -> quotas.getServiceQuota(r -> r.serviceCode("connect").quotaCode("L-00000000")),
                    400,
                    "NoSuchResourceException");
        }
    }

    private List<UserSearchSummary> search(String username) {
        return connect.searchUsers(r -> r.instanceId(CONNECT_INSTANCE_ID)
                        .searchCriteria(c -> c.stringCondition(s ->
                                s.fieldName("Username").value(username).comparisonType(StringComparisonType.EXACT))))
                .users();
    }

    private ConnectClient client(String region) {
        return SdkClients.client(
                simulator, ConnectClient.builder(), region, SdkClients.session(simulator, CONNECT_ACCOUNT));
    }
}
