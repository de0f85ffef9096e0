package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CLIENT_ID;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_SECRET;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_REGION;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.entra.SignInApplication;
import dev.crossrun.simulator.store.UnreadableWorld;
import dev.crossrun.simulator.world.IdentitySourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.CreateInstanceRequest;
import software.amazon.awssdk.services.connect.model.DirectoryType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** A simulator that is killed, and the next one on the same folder. Nothing is closed in between: the files have it all. */
class KeptWorldTest {
    private static final String REGISTERED = "3d1f9f0e-6f0b-4c55-8d0d-6a6a0b7f3c11";
    private static final Duration CONSISTENCY = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    private final MovableClock clock = new MovableClock();
    private Duration consistency = Duration.ZERO;
    private Path folder;
    private Simulator simulator;

    @BeforeEach
    void start() {
        folder = temporary.resolve("world");
        simulator = started();
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Simulator started() {
        return Simulator.start(settings());
    }

    private SimulatorSettings settings() {
        return SimulatorSettings.defaults()
                .withClock(clock)
                .withDelays(consistency, Duration.ofMinutes(5))
                .withFolder(folder);
    }

    /** The next simulator; the one before is as good as killed. */
    private void killed() {
        Simulator before = simulator;
        simulator = started();
        before.close();
    }

    @Test
    void aWholeFederationGoesOnWithItsKeysAndIds() {
        try (Federation federation = new Federation(simulator)) {
            String metadata = federation.metadata();
            killed();
            ConsoleClient console = new ConsoleClient(simulator);
            assertThat(console.download(federation.path + "/metadata")).isEqualTo(metadata);
            JsonNode page = console.signIn("ada@example.com", Federation.APPLICATION);
            assertThat(page.path("outcome").asText()).isEqualTo("CONNECT");
            int signIns = events(CONNECT_ACCOUNT, "AssumeRoleWithSAML");
            assertThat(signIns).isEqualTo(1);
            killed();
            assertThat(events(CONNECT_ACCOUNT, "AssumeRoleWithSAML")).isEqualTo(1);
        }
    }

    private int events(String account, String name) {
        return (int) simulator.world().trail().recorded(account).stream()
                .filter(event -> event.entry().eventName().equals(name))
                .count();
    }

    @Test
    void whatIsNotSeenYetIsSeenAtTheSameTimeAsWithoutTheRestart() {
        simulator.close();
        consistency = CONSISTENCY;
        simulator = SdkClients.startWithAllOfIam(settings());
        AwsCredentials session = SdkClients.session(simulator, CONNECT_ACCOUNT);
        try (IamClient iam = SdkClients.client(simulator, IamClient.builder(), "us-east-1", session)) {
            iam.createRole(r -> r.roleName("late").assumeRolePolicyDocument("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                     "Principal": {"AWS": "arn:aws:iam::222222222222:root"}}]}"""));
        }
        killed();
        // The session of before is still valid.
        try (IamClient iam = SdkClients.client(simulator, IamClient.builder(), "us-east-1", session)) {
            assertThatThrownBy(() -> iam.getRole(r -> r.roleName("late"))).isInstanceOf(NoSuchEntityException.class);
            clock.move(CONSISTENCY);
            assertThat(iam.getRole(r -> r.roleName("late")).role().roleName()).isEqualTo("late");
        }
    }

    @Test
    void aClientTokenStillGivesItsInstance() {
        CreateInstanceRequest request = CreateInstanceRequest.builder()
                .instanceAlias("acme-kept")
                .identityManagementType(DirectoryType.SAML)
                .inboundCallsEnabled(true)
                .outboundCallsEnabled(true)
                .clientToken("once")
                .build();
        simulator.world().requireAccount(CONNECT_ACCOUNT).applyQuota(CONNECT_REGION, "L-AA17A6B9", 3);
        String id = create(request);
        killed();
        assertThat(create(request)).isEqualTo(id);
    }

    private String create(CreateInstanceRequest request) {
        try (ConnectClient connect = SdkClients.client(
                simulator, ConnectClient.builder(), CONNECT_REGION, SdkClients.session(simulator, CONNECT_ACCOUNT))) {
            return connect.createInstance(request).id();
        }
    }

    /** Made before the kill, they are all still good: certificate of the TLS port, access token, SCIM token. */
    @Test
    void clientsGoOnWithTheirTrustAndTokens() {
        GraphCaller graph = new GraphCaller(simulator).signIn(CLIENT_ID, CLIENT_SECRET);
        JsonNode provisioning = new ConsoleClient(simulator).post("/_console/provisioning", "{}");
        String token = provisioning.path("accessToken").asText();
        int tokens = center().tokens().size();
        killed();
        graph.at(simulator);
        assertThat(graph.get("/users").status()).isEqualTo(200);
        assertThat(tokens).isEqualTo(1);
        assertThat(center().accepts(token)).isTrue();
    }

    private IdentitySourceSettings center() {
        return simulator.world().identityCenter().orElseThrow().source();
    }

    @Test
    void aRegistrationThatIsMadeAgainIsTheSameOne() {
        register("http://127.0.0.1:8080/signed-in");
        killed();
        register("http://127.0.0.1:9090/signed-in");
        EntraTenant tenant = simulator.world().entra().orElseThrow();
        List<EntraApplication> registered = tenant.applications().all().stream()
                .filter(each -> each.appId().equals(REGISTERED))
                .toList();
        assertThat(registered).hasSize(1);
        assertThat(registered.get(0).redirectUris()).containsExactly("http://127.0.0.1:9090/signed-in");
        ServicePrincipal principal = tenant.principalOf(registered.get(0)).orElseThrow();
        assertThat(tenant.assignmentsOf(principal.id())).hasSize(1);
    }

    private void register(String redirect) {
        simulator.registerSignIn(new SignInApplication(
                "Acme",
                REGISTERED,
                "secret",
                List.of(redirect),
                List.of("Acme.User"),
                List.of(),
                true,
                List.of(new SignInApplication.Person("kim@example.com", "Kim", "Example", List.of("Acme.User")))));
    }

    @Test
    void aRequestThatWasCutOffLeavesNoTrace() throws IOException {
        new ConsoleClient(simulator).post("/_console/provisioning", "{}");
        int before = simulator.world().trail().recorded(MANAGEMENT_ACCOUNT).size();
        // As a kill between the two files leaves it, in the middle of a line.
        Files.writeString(folder.resolve("trail.jsonl"), "{\"id\": \"half", StandardOpenOption.APPEND);
        killed();
        assertThat(simulator.world().trail().recorded(MANAGEMENT_ACCOUNT)).hasSize(before);
        killed();
        assertThat(simulator.world().trail().recorded(MANAGEMENT_ACCOUNT)).hasSize(before);
    }

    @Test
    void anotherVersionsOrDamagedFilesAreRefused() throws IOException {
        Path world = folder.resolve("world.json");
        String good = Files.readString(world);
        for (String bad : new String[] {
            "",
            good.substring(0, good.length() / 2),
            good.replace("\"lastWritten\"", "\"somethingElse\""),
            good.replaceFirst("\"delegatedAdministrators\":\\[],?", ""),
            good.replaceFirst("\"trail\":\\d+", "\"trail\":999999")
        }) {
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(world, bad);
            assertThatThrownBy(this::started)
                    .isInstanceOf(UnreadableWorld.class)
                    .hasMessageStartingWith(world + " cannot be read: ");
        }
        Files.writeString(world, good);
    }

    @Test
    void onlyTheOwnerReadsTheFiles() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }
}
