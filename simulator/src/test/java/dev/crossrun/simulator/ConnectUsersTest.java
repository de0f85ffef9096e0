package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_INSTANCE_ID;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static dev.crossrun.simulator.world.ContactCenter.MANAGED_INSTANCE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.CreateUserRequest;
import software.amazon.awssdk.services.connect.model.CreateUserResponse;
import software.amazon.awssdk.services.connect.model.PhoneType;
import software.amazon.awssdk.services.connect.model.StringComparisonType;
import software.amazon.awssdk.services.connect.model.User;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;

/** Creating and deleting users of an instance whose users sign in by SAML. */
class ConnectUsersTest {
    private final MovableClock clock = new MovableClock();
    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withClock(clock));
    private ConnectClient connect;
    private String routingProfile = "";
    private String agentProfile = "";

    @BeforeEach
    void signIn() {
        connect = SdkClients.client(
                simulator, ConnectClient.builder(), CONNECT_REGION, SdkClients.session(simulator, CONNECT_ACCOUNT));
        routingProfile = connect.listRoutingProfiles(r -> r.instanceId(CONNECT_INSTANCE_ID))
                .routingProfileSummaryList()
                .get(0)
                .id();
        agentProfile =
                connect
                        .listSecurityProfiles(r -> r.instanceId(CONNECT_INSTANCE_ID))
                        .securityProfileSummaryList()
                        .stream()
                        .filter(profile -> profile.name().equals("Agent"))
                        .findFirst()
                        .orElseThrow()
                        .id();
    }

    @AfterEach
    void stop() {
        connect.close();
        simulator.close();
    }

    @Test
    void aNewUserIsFoundWithProfilesAndTags() {
        CreateUserResponse created = create("mallory@example.com");
        assertThat(created.userArn()).endsWith(CONNECT_INSTANCE_ID + "/agent/" + created.userId());
        User user = describe(created.userId());
        assertThat(user.identityInfo().firstName()).isEqualTo("Zoë");
        assertThat(user.securityProfileIds()).containsExactly(agentProfile);
        assertThat(user.routingProfileId()).isEqualTo(routingProfile);
        assertThat(user.phoneConfig().afterContactWorkTimeLimit()).isEqualTo(30);
        assertThat(user.tags()).isEqualTo(Map.of("crossrun", "run-1"));
        UserSearchSummary found = connect.searchUsers(r -> r.instanceId(CONNECT_INSTANCE_ID)
                        .searchCriteria(c -> c.stringCondition(s -> s.fieldName("Username")
                                .value("mallory@example.com")
                                .comparisonType(StringComparisonType.EXACT))))
                .users()
                .get(0);
        assertThat(found.tags()).isEqualTo(Map.of("crossrun", "run-1"));
        assertThat(found.phoneConfig().afterContactWorkTimeLimit()).isEqualTo(30_000);
    }

    @Test
    void aNameIsTakenOnceCaseIncluded() {
        fails(() -> create("ada@example.com"), 409, "DuplicateResourceException");
        assertThat(create("Ada@example.com").userId()).isNotEmpty();
    }

    @Test
    void oneUserTooManyIsLimitExceededWithTheStatusOfThrottling() {
        simulator.world().requireAccount(CONNECT_ACCOUNT).applyQuota(CONNECT_REGION, "L-9A46857E", 3);
        create("mallory@example.com");
        fails(() -> create("eve@example.com"), 429, "LimitExceededException");
    }

    @Test
    void aSamlUserHasNeitherEmailNorPassword() {
        refused(r ->
                r.identityInfo(i -> i.firstName("Eve").lastName("Moneypenny").email("eve@example.com")));
        refused(r ->
                r.identityInfo(i -> i.firstName("Eve").lastName("Moneypenny").secondaryEmail("eve@example.com")));
        refused(r -> r.password("Secret-123"));
        refused(r -> r.directoryUserId("d-1"));
    }

    @Test
    void aSamlUserHasAFullName() {
        refused(r -> r.identityInfo(i -> i.firstName("Eve")));
        refused(r -> r.identityInfo(i -> i.lastName("Moneypenny")));
        refused(r -> r.username("eve+1@example.com"));
        refused(r -> r.username("eve@@example.com"));
        clock.move(Duration.ofSeconds(1));
        refused(r -> r.username("e".repeat(65)));
    }

    @Test
    void profilesMustExist() {
        refused(r -> r.routingProfileId("unknown"));
        refused(r -> r.securityProfileIds("unknown"));
        refused(r -> r.securityProfileIds(List.of()));
        refused(r -> r.phoneConfig(p -> p.phoneType("NO_PHONE")));
        refused(r -> r.phoneConfig(p -> p.phoneType(PhoneType.DESK_PHONE)));
    }

    @Test
    void anInstanceWithItsOwnUsersWantsAPassword() {
        fails(() -> inManagedInstance(r -> {}), 400, "InvalidParameterException");
        fails(() -> inManagedInstance(r -> r.password("weak")), 400, "InvalidParameterException");
    }

    @Test
    void aDeletedUserIsGone() {
        String id = create("mallory@example.com").userId();
        connect.deleteUser(r -> r.instanceId(CONNECT_INSTANCE_ID).userId(id));
        fails(() -> describe(id), 404, "ResourceNotFoundException");
        fails(
                () -> connect.deleteUser(r -> r.instanceId(CONNECT_INSTANCE_ID).userId(id)),
                404,
                "ResourceNotFoundException");
        assertThat(create("mallory@example.com").userId()).isNotEqualTo(id);
    }

    @Test
    void theTrailHasTheCreationWithoutThePassword() {
        refused(r -> r.password("Secret-123"));
        assertThat(simulator.world().trail().delivered(CONNECT_ACCOUNT, CONNECT_REGION))
                .filteredOn(event -> event.entry().eventName().equals("CreateUser"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.json()).contains("eve@example.com").doesNotContain("Secret-123"));
    }

    private CreateUserResponse create(String username) {
        return connect.createUser(request(username).build());
    }

    private void refused(Consumer<CreateUserRequest.Builder> change) {
        fails(
                () -> connect.createUser(
                        request("eve@example.com").applyMutation(change).build()),
                400,
                "InvalidParameterException");
    }

    private void inManagedInstance(Consumer<CreateUserRequest.Builder> change) {
        connect.createUser(request("eve")
                .instanceId(MANAGED_INSTANCE_ID)
                .applyMutation(change)
                .build());
    }

    private CreateUserRequest.Builder request(String username) {
        return CreateUserRequest.builder()
                .instanceId(CONNECT_INSTANCE_ID)
                .username(username)
                .identityInfo(i -> i.firstName("Zoe\u0308").lastName("Malone"))
                .phoneConfig(p -> p.phoneType(PhoneType.SOFT_PHONE).afterContactWorkTimeLimit(30))
                .securityProfileIds(agentProfile)
                .routingProfileId(routingProfile)
                .tags(Map.of("crossrun", "run-1"));
    }

    private User describe(String userId) {
        return connect.describeUser(r -> r.instanceId(CONNECT_INSTANCE_ID).userId(userId))
                .user();
    }
}
