package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_CENTER_REGION;
import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_STORE_ID;
import static dev.crossrun.simulator.world.ContactCenter.INSTANCE_ARN;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.DescribeUserResponse;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.Application;
import software.amazon.awssdk.services.ssoadmin.model.ApplicationAssignment;
import software.amazon.awssdk.services.ssoadmin.model.PrincipalType;

/** IAM Identity Center and its identity store, asked with the clients that the product uses. */
class IdentityCenterTest {
    private final MovableClock clock = new MovableClock();
    private Simulator simulator;
    private SsoAdminClient sso;
    private IdentitystoreClient store;
    private ConsoleClient console;

    @BeforeEach
    void start() {
        start(SimulatorSettings.defaults().withClock(clock));
    }

    private void start(SimulatorSettings settings) {
        simulator = Simulator.start(settings);
        Clients clients = new Clients(simulator);
        sso = clients.inAccount(MANAGEMENT_ACCOUNT, SsoAdminClient.builder(), IDENTITY_CENTER_REGION);
        store = clients.inAccount(MANAGEMENT_ACCOUNT, IdentitystoreClient.builder(), IDENTITY_CENTER_REGION);
        console = new ConsoleClient(simulator);
    }

    @AfterEach
    void stop() {
        sso.close();
        store.close();
        simulator.close();
    }

    @Test
    void listsItsInstanceInItsHomeRegionOnly() {
        assertThat(sso.listInstances(r -> {}).instances()).singleElement().satisfies(instance -> {
            assertThat(instance.instanceArn()).isEqualTo(INSTANCE_ARN);
            assertThat(instance.identityStoreId()).isEqualTo(IDENTITY_STORE_ID);
            assertThat(instance.ownerAccountId()).isEqualTo(MANAGEMENT_ACCOUNT);
            assertThat(instance.statusAsString()).isEqualTo("ACTIVE");
        });
        try (SsoAdminClient elsewhere =
                new Clients(simulator).inAccount(MANAGEMENT_ACCOUNT, SsoAdminClient.builder(), "us-west-2")) {
            assertThat(elsewhere.listInstances(r -> {}).instances()).isEmpty();
        }
    }

    @Test
    void refusesARoleWithoutThePermission() {
        try (SsoAdminClient connect =
                new Clients(simulator).inAccount(CONNECT_ACCOUNT, SsoAdminClient.builder(), IDENTITY_CENTER_REGION)) {
            fails(() -> connect.listInstances(r -> {}), 400, "AccessDeniedException");
        }
    }

    @Test
    void listsApplicationsOfTheConsolePageByPage() {
        for (String name : new String[] {"Amazon Connect", "Second", "Third"}) {
            add(name);
        }
        assertThat(sso.listApplications(r -> r.instanceArn(INSTANCE_ARN).maxResults(2))
                        .applications())
                .hasSize(2);
        assertThat(
                        sso
                                .listApplicationsPaginator(
                                        r -> r.instanceArn(INSTANCE_ARN).maxResults(2))
                                .applications()
                                .stream())
                .extracting(Application::name)
                .containsExactlyInAnyOrder("Amazon Connect", "Second", "Third");
        String arn = add("Fourth");
        assertThat(sso.describeApplication(r -> r.applicationArn(arn)).name()).isEqualTo("Fourth");
        assertThat(sso.describeApplication(r -> r.applicationArn(arn))
                        .portalOptions()
                        .signInOptions()
                        .originAsString())
                .isEqualTo("IDENTITY_CENTER");
        fails(() -> sso.listApplications(r -> r.instanceArn("arn:none")), 400, "ValidationException");
        fails(
                () -> sso.describeApplication(r -> r.applicationArn(arn.substring(0, arn.length() - 4) + "0000")),
                400,
                "ResourceNotFoundException");
    }

    @Test
    void assignsOnceAndUnassigns() {
        String arn = add("Amazon Connect");
        String group = groupId("Contact Center Agents");
        assign(arn, group);
        fails(() -> assign(arn, group), 400, "ConflictException");
        assertThat(sso.listApplicationAssignments(r -> r.applicationArn(arn)).applicationAssignments())
                .extracting(ApplicationAssignment::principalId)
                .containsExactly(group);
        assertThat(sso.describeApplicationAssignment(
                                r -> r.applicationArn(arn).principalId(group).principalType(PrincipalType.GROUP))
                        .principalId())
                .isEqualTo(group);
        sso.deleteApplicationAssignment(
                r -> r.applicationArn(arn).principalId(group).principalType(PrincipalType.GROUP));
        assertThat(sso.listApplicationAssignments(r -> r.applicationArn(arn)).applicationAssignments())
                .isEmpty();
        fails(
                () -> sso.deleteApplicationAssignment(
                        r -> r.applicationArn(arn).principalId(group).principalType(PrincipalType.GROUP)),
                400,
                "ResourceNotFoundException");
        fails(() -> assign(arn, "00000000-0000-0000-0000-000000000000"), 400, "ResourceNotFoundException");
        fails(() -> assign(arn, "not an id"), 400, "ValidationException");
    }

    @Test
    void refusesToAssignSamlApplicationsWhereItIsToldTo() {
        stop();
        start(SimulatorSettings.defaults().refusingSamlAssignments());
        String arn = add("Amazon Connect");
        fails(() -> assign(arn, groupId("Contact Center Agents")), 400, "ValidationException");
    }

    @Test
    void showsAWriteOnlyAfterAWhile() {
        stop();
        start(SimulatorSettings.defaults().withClock(clock).withDelays(Duration.ofSeconds(3), Duration.ZERO));
        add("Amazon Connect");
        assertThat(sso.listApplications(r -> r.instanceArn(INSTANCE_ARN)).applications())
                .isEmpty();
        clock.move(Duration.ofSeconds(3));
        assertThat(sso.listApplications(r -> r.instanceArn(INSTANCE_ARN)).applications())
                .hasSize(1);
    }

    @Test
    void findsUsersAndGroupsByTheirUniqueAttributesWithoutRegardToCase() {
        String ada = userId("ADA@example.com");
        DescribeUserResponse user =
                store.describeUser(r -> r.identityStoreId(IDENTITY_STORE_ID).userId(ada));
        assertThat(user.userName()).isEqualTo("ada@example.com");
        assertThat(user.emails()).singleElement().satisfies(email -> {
            assertThat(email.value()).isEqualTo("ada@example.com");
            assertThat(email.primary()).isTrue();
        });
        assertThat(groupId("contact center agents")).isEqualTo(groupId("Contact Center Agents"));
        fails(() -> userId("nobody@example.com"), 400, "ResourceNotFoundException");
        fails(() -> groupId("Nobody"), 400, "ResourceNotFoundException");
        fails(
                () -> store.describeUser(
                        r -> r.identityStoreId(IDENTITY_STORE_ID).userId("not an id")),
                400,
                "ValidationException");
        fails(
                () -> store.describeUser(r -> r.identityStoreId("d-0000000000").userId(ada)),
                400,
                "ResourceNotFoundException");
    }

    private String add(String name) {
        return console.post(
                        "/_console/applications",
                        "{\"catalog\": \"Amazon Connect\", \"acsUrl\": \"%s\", \"displayName\": \"%s\"}"
                                .formatted(Federation.ACS, name))
                .path("arn")
                .asText();
    }

    private void assign(String application, String principal) {
        sso.createApplicationAssignment(
                r -> r.applicationArn(application).principalId(principal).principalType(PrincipalType.GROUP));
    }

    private String userId(String name) {
        return store.getUserId(r -> r.identityStoreId(IDENTITY_STORE_ID)
                        .alternateIdentifier(a -> a.uniqueAttribute(
                                u -> u.attributePath("userName").attributeValue(Document.fromString(name)))))
                .userId();
    }

    private String groupId(String name) {
        return store.getGroupId(r -> r.identityStoreId(IDENTITY_STORE_ID)
                        .alternateIdentifier(a -> a.uniqueAttribute(
                                u -> u.attributePath("displayName").attributeValue(Document.fromString(name)))))
                .groupId();
    }
}
