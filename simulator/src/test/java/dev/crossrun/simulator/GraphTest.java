package dev.crossrun.simulator;

import static dev.crossrun.simulator.entra.EntraTenant.IDENTITY_CENTER_TEMPLATE;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_ID;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_SECRET;
import static dev.crossrun.simulator.world.ContactCenter.ENTRA_APPLICATION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.GraphCaller.Answer;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.GraphClient;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.saml.ProviderMetadata;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tenant's token endpoint, federation metadata and Graph, without provisioning. */
class GraphTest {
    private static final Duration REPLICATION = Duration.ofSeconds(3);
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final MovableClock CLOCK = new MovableClock();

    private static Simulator simulator;
    private static EntraTenant tenant;

    private GraphCaller graph;

    @BeforeAll
    static void start() {
        simulator =
                Simulator.start(SimulatorSettings.defaults().withClock(CLOCK).withDelays(REPLICATION, Duration.ZERO));
        tenant = simulator.world().entra().orElseThrow();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void signIn() {
        graph = new GraphCaller(simulator).signIn(CLIENT_ID, CLIENT_SECRET);
    }

    @Test
    void theTokenEndpointRefusesAWrongSecretAnUnknownClientAndAnotherGrant() {
        Answer wrong = graph.token(CLIENT_ID, "wrong");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text("error")).isEqualTo("invalid_client");
        assertThat(wrong.text("error_description")).startsWith("AADSTS7000215");
        Answer unknown = graph.token(NOBODY, CLIENT_SECRET);
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text("error_description")).startsWith("AADSTS700016");
        Answer password = graph.token(Map.of("grant_type", "password", "client_id", CLIENT_ID));
        assertThat(password.text("error")).isEqualTo("unsupported_grant_type");
    }

    @Test
    void aTokenIsNeededAndLastsAnHour() {
        Answer without = new GraphCaller(simulator).get("/users");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.code()).isEqualTo("InvalidAuthenticationToken");
        CLOCK.move(Duration.ofMinutes(59));
        assertThat(graph.get("/users").status()).isEqualTo(200);
        CLOCK.move(Duration.ofMinutes(2));
        assertThat(graph.get("/users").code()).isEqualTo("InvalidAuthenticationToken");
    }

    @Test
    void whetherAnAccountIsEnabledTakesMoreThanBasicProfiles() {
        tenant.add(new GraphClient("basic", "s", Set.of("User.ReadBasic.All")));
        tenant.add(new GraphClient("full", "s", Set.of("User.Read.All")));
        String path = "/users?$select=id,accountEnabled&$filter=userPrincipalName%20eq%20'ada@example.com'";
        Answer basic = new GraphCaller(simulator).signIn("basic", "s").get(path);
        assertThat(basic.body().at("/value/0").has("accountEnabled")).isTrue();
        assertThat(basic.body().at("/value/0/accountEnabled").isNull()).isTrue();
        Answer full = new GraphCaller(simulator).signIn("full", "s").get(path);
        assertThat(full.body().at("/value/0/accountEnabled").asBoolean()).isTrue();
    }

    @Test
    void aCallWithoutItsPermissionIsDenied() {
        tenant.add(new GraphClient("reader", "s", Set.of("User.ReadBasic.All")));
        GraphCaller reader = new GraphCaller(simulator).signIn("reader", "s");
        assertThat(reader.get("/users").status()).isEqualTo(200);
        List<Answer> denied = List.of(
                reader.get("/groups"),
                reader.get("/applications"),
                reader.post(
                        "/applicationTemplates/" + IDENTITY_CENTER_TEMPLATE + "/instantiate",
                        "{\"displayName\":\"x\"}"));
        assertThat(denied).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("Authorization_RequestDenied");
        });
    }

    @Test
    void whoOwnsAnApplicationAloneChangesIt() {
        JsonNode foreign = graph.filter("/applications", "appId eq '" + ENTRA_APPLICATION_ID + "'")
                .body()
                .path("value")
                .path(0);
        String path = "/applications/" + foreign.path("id").asText();
        assertThat(graph.get(path).status()).isEqualTo(200);
        assertThat(graph.patch(path, "{\"tags\": []}").code()).isEqualTo("Authorization_RequestDenied");
        assertThat(graph.delete(path).code()).isEqualTo("Authorization_RequestDenied");
    }

    @Test
    void anInstantiatedTemplateIsFoundOnlyAfterItsReplication() {
        Answer made = instantiate("Fresh");
        assertThat(made.status()).isEqualTo(201);
        JsonNode application = made.body().path("application");
        JsonNode principal = made.body().path("servicePrincipal");
        assertThat(application.path("appId").asText())
                .isNotEmpty()
                .isEqualTo(principal.path("appId").asText());
        List<String> paths = List.of(
                "/applications/" + application.path("id").asText(),
                "/applications(appId='" + application.path("appId").asText() + "')",
                "/servicePrincipals/" + principal.path("id").asText());
        assertThat(paths).allSatisfy(path -> {
            assertThat(graph.get(path).status()).isEqualTo(404);
            assertThat(graph.get(path).code()).isEqualTo("Request_ResourceNotFound");
        });
        assertThat(graph.filter("/applications", "displayName eq 'Fresh'")
                        .body()
                        .path("value"))
                .isEmpty();
        CLOCK.move(REPLICATION);
        assertThat(paths)
                .allSatisfy(path -> assertThat(graph.get(path).status()).isEqualTo(200));
        assertThat(graph.filter("/applications", "displayName eq 'Fresh'")
                        .body()
                        .path("value"))
                .hasSize(1);
        assertThat(graph.post("/applicationTemplates/" + NOBODY + "/instantiate", "{\"displayName\":\"x\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anIdentifierOfNoVerifiedDomainNeedsSamlAndIsUniqueInTheTenantEvenWhenDeleted() {
        Application first = application("First");
        Application second = application("Second");
        String uris = "{\"identifierUris\": [\"https://eu-west-1.signin.aws.amazon.com/platform/saml/d-1\"],"
                + " \"web\": {\"redirectUris\": [\"https://example.com/acs\"]}}";
        assertThat(graph.patch(first.path(), uris).message()).contains("verified domain");
        saml(first);
        saml(second);
        assertThat(graph.patch(first.path(), uris).status()).isEqualTo(204);
        assertThat(graph.patch(second.path(), uris).message()).contains("already exists");
        CLOCK.move(REPLICATION);
        assertThat(graph.get(first.path()).body().path("web").path("redirectUris"))
                .hasSize(1);
        assertThat(graph.delete(first.path()).status()).isEqualTo(204);
        CLOCK.move(REPLICATION);
        assertThat(graph.patch(second.path(), uris).message()).contains("already exists");
    }

    @Test
    void aDeletedApplicationComesBackWithoutItsServicePrincipal() {
        Application application = application("Short-lived");
        assertThat(graph.delete(application.path()).status()).isEqualTo(204);
        CLOCK.move(REPLICATION);
        assertThat(graph.get(application.path()).status()).isEqualTo(404);
        String deleted = "/directory/deletedItems/" + application.id();
        assertThat(graph.get(deleted).text("displayName")).isEqualTo("Short-lived");
        assertThat(graph.post(deleted + "/restore", "{}").status()).isEqualTo(200);
        CLOCK.move(REPLICATION);
        assertThat(graph.get(application.path()).text("appId")).isEqualTo(application.appId());
        assertThat(graph.get(application.principal()).status()).isEqualTo(404);
        assertThat(graph.get(deleted).status()).isEqualTo(404);
    }

    @Test
    void aDeletedApplicationIsGoneForGoodAfterThirtyDaysAndItsIdentifierIsFree() {
        Application first = application("First");
        Application second = application("Second");
        saml(first);
        saml(second);
        String uris = "{\"identifierUris\": [\"https://signin.example.com/d-2\"]}";
        assertThat(graph.patch(first.path(), uris).status()).isEqualTo(204);
        assertThat(graph.delete(first.path()).status()).isEqualTo(204);
        assertThat(graph.delete(first.path()).status()).isEqualTo(404);
        CLOCK.move(Duration.ofDays(30).minusSeconds(1));
        signIn();
        String deleted = "/directory/deletedItems/" + first.id();
        assertThat(graph.get(deleted).status()).isEqualTo(200);
        assertThat(graph.patch(second.path(), uris).message()).contains("already exists");
        CLOCK.move(Duration.ofSeconds(1));
        assertThat(graph.get(deleted).status()).isEqualTo(404);
        assertThat(graph.patch(second.path(), uris).status()).isEqualTo(204);
    }

    @Test
    void identifiersAndRedirectsAreTakenBack() {
        Application application = application("Undone");
        saml(application);
        String set = "{\"identifierUris\": [\"https://signin.example.com/d-3\"],"
                + " \"web\": {\"redirectUris\": [\"https://example.com/acs\"]}}";
        assertThat(graph.patch(application.path(), set).status()).isEqualTo(204);
        String unset = "{\"identifierUris\": [], \"web\": {\"redirectUris\": []}}";
        assertThat(graph.patch(application.path(), unset).status()).isEqualTo(204);
        CLOCK.move(REPLICATION);
        JsonNode after = graph.get(application.path()).body();
        assertThat(after.path("identifierUris")).isEmpty();
        assertThat(after.path("web").path("redirectUris")).isEmpty();
    }

    @Test
    void anAssignmentIsDeletedThroughItsOwnServicePrincipalOnceAndByWhoMay() {
        Application application = application("Assigned");
        Application other = application("Other");
        String id = graph.post(
                        application.principal() + "/appRoleAssignedTo",
                        application.assignment(user("ada@example.com"), application.role()))
                .text("id");
        assertThat(graph.delete(other.principal() + "/appRoleAssignedTo/" + id).status())
                .isEqualTo(404);
        tenant.add(new GraphClient("owner", "s", Set.of("Application.ReadWrite.OwnedBy")));
        GraphCaller owner = new GraphCaller(simulator).signIn("owner", "s");
        String path = application.principal() + "/appRoleAssignedTo/" + id;
        assertThat(owner.delete(path).code()).isEqualTo("Authorization_RequestDenied");
        assertThat(graph.delete(path).status()).isEqualTo(204);
        assertThat(graph.delete(path).status()).isEqualTo(404);
    }

    @Test
    void anAssignmentIsMadeOnceIsSeenLaterAndNeedsARoleOfTheApplication() {
        Application application = application("Assigned");
        String ada = user("ada@example.com");
        String assigned = application.principal() + "/appRoleAssignedTo";
        Answer made = graph.post(assigned, application.assignment(ada, application.role()));
        assertThat(made.status()).isEqualTo(201);
        assertThat(graph.get(assigned).body().path("value")).isEmpty();
        Answer again = graph.post(assigned, application.assignment(ada, application.role()));
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.message()).isEqualTo("Permission being assigned already exists on the object");
        assertThat(graph.post(assigned, application.assignment(ada, NOBODY)).message())
                .contains("was not found on application");
        assertThat(graph.post(assigned, application.assignment(NOBODY, application.role()))
                        .status())
                .isEqualTo(404);
        CLOCK.move(REPLICATION);
        assertThat(graph.get(assigned).body().path("value")).singleElement().satisfies(each -> {
            assertThat(each.path("principalId").asText()).isEqualTo(ada);
            assertThat(each.path("principalType").asText()).isEqualTo("User");
        });
        assertThat(graph.delete(assigned + "/" + made.text("id")).status()).isEqualTo(204);
        CLOCK.move(REPLICATION);
        assertThat(graph.get(assigned).body().path("value")).isEmpty();
    }

    @Test
    void groupsAreAssignedWithALicenceOnly() {
        Application application = application("Of groups");
        String assignment = application.assignment(tenant.groups().get(0).id(), application.role());
        String assigned = application.principal() + "/appRoleAssignedTo";
        tenant.premium(false);
        try {
            assertThat(graph.post(assigned, assignment).status()).isEqualTo(403);
        } finally {
            tenant.premium(true);
        }
        assertThat(graph.post(assigned, assignment).text("principalType")).isEqualTo("Group");
    }

    @Test
    void aTokenSigningCertificateIsTwoCredentialsAndInTheApplicationsOwnMetadata() {
        Application application = application("Signing");
        String certificates = application.principal() + "/addTokenSigningCertificate";
        assertThat(graph.metadata("?appid=" + application.appId()).status()).isEqualTo(400);
        assertThat(graph.post(certificates, "{\"displayName\": \"Acme\"}").status())
                .isEqualTo(400);
        assertThat(graph.post(certificates, "{\"displayName\": \"CN=Acme\", \"endDateTime\": \"2036-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(400);
        Answer added = graph.post(certificates, "{\"displayName\": \"CN=Acme\"}");
        assertThat(added.status()).isEqualTo(200);
        String preferred = "{\"preferredTokenSigningKeyThumbprint\": \"" + added.text("thumbprint") + "\"}";
        assertThat(graph.patch(application.principal(), preferred).status()).isEqualTo(204);
        CLOCK.move(REPLICATION);
        assertThat(graph.get(application.principal()).body().path("keyCredentials"))
                .extracting(credential -> credential.path("usage").asText())
                .containsExactlyInAnyOrder("Sign", "Verify");
        assertThat(graph.get(application.principal()).text("preferredTokenSigningKeyThumbprint"))
                .isEqualTo(added.text("thumbprint"));
        assertThat(certificates(graph.metadata("?appid=" + application.appId())))
                .extracting(GraphTest::thumbprint)
                .containsExactly(added.text("thumbprint"));
        assertThat(certificates(graph.metadata("")))
                .extracting(GraphTest::thumbprint)
                .isNotEmpty()
                .doesNotContain(added.text("thumbprint"));
    }

    @Test
    void peopleAreFilteredByOnePropertyOrByUpToFifteenValues() {
        tenant.addUser("o'hara@example.com", "", "Scarlett", "O'Hara");
        assertThat(users("userPrincipalName eq 'ADA@example.com'")).containsExactly("ada@example.com");
        assertThat(users("userPrincipalName eq 'o''hara@example.com'")).containsExactly("o'hara@example.com");
        assertThat(users("userPrincipalName in ('ada@example.com', 'nobody@example.com', 'o''hara@example.com')"))
                .containsExactlyInAnyOrder("ada@example.com", "o'hara@example.com");
        String many = IntStream.range(0, 16).mapToObj(each -> "'" + each + "'").collect(Collectors.joining(","));
        assertThat(graph.filter("/users", "userPrincipalName in (" + many + ")").status())
                .isEqualTo(400);
        assertThat(users("surname eq 'Hopper'")).containsExactly("grace@example.com");
        assertThat(users("startswith(mail,'GR') and surname eq 'Hopper'")).containsExactly("grace@example.com");
        assertThat(graph.filter("/users", "hairColor eq 'red'").status()).isEqualTo(400);
        assertThat(graph.filter("/users", "endswith(mail,'a')").status()).isEqualTo(400);
        assertThat(graph.filter("/groups", "displayName eq 'contact center agents'")
                        .body()
                        .path("value"))
                .hasSize(1);
    }

    @Test
    void aPageLinksToTheNextOneWithItsFilter() {
        Answer first = graph.get("/users?$top=1&$filter=userPrincipalName%20in%20"
                + "('ada@example.com','grace@example.com','alan@example.com')");
        Answer second = graph.get(first.text("@odata.nextLink"));
        Answer third = graph.get(second.text("@odata.nextLink"));
        assertThat(List.of(first, second, third))
                .flatExtracting(GraphTest::names)
                .containsExactlyInAnyOrder("ada@example.com", "grace@example.com", "alan@example.com");
        assertThat(third.body().has("@odata.nextLink")).isFalse();
        assertThat(graph.get("/users?$top=1000").status()).isEqualTo(400);
        String agents = tenant.groups().get(0).id();
        assertThat(names(graph.get("/groups/" + agents + "/members?$top=1"))).hasSize(1);
        assertThat(names(graph.get("/groups/" + agents + "/members")))
                .containsExactly("ada@example.com", "grace@example.com");
    }

    @Test
    void aThrottledCallIsToldWhenToComeAgain() {
        simulator
                .faults()
                .add(InjectedFault.of("graph:listUsers", Kind.THROTTLED).withDuration(Duration.ofSeconds(7)));
        Answer throttled = graph.get("/users");
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.retryAfter()).contains("7");
        assertThat(graph.get("/users").status()).isEqualTo(200);
        assertThat(graph.get("/planets").status()).isEqualTo(400);
    }

    /** An application of the caller's own that readers see. */
    private record Application(String id, String appId, String principalId, String role) {
        String path() {
            return "/applications/" + id;
        }

        String principal() {
            return "/servicePrincipals/" + principalId;
        }

        String assignment(String to, String roleId) {
            return "{\"principalId\": \"%s\", \"resourceId\": \"%s\", \"appRoleId\": \"%s\"}"
                    .formatted(to, principalId, roleId);
        }
    }

    private Application application(String name) {
        JsonNode made = instantiate(name).body();
        CLOCK.move(REPLICATION);
        JsonNode principal = made.path("servicePrincipal");
        return new Application(
                made.path("application").path("id").asText(),
                principal.path("appId").asText(),
                principal.path("id").asText(),
                principal.path("appRoles").path(0).path("id").asText());
    }

    private Answer instantiate(String name) {
        return graph.post(
                "/applicationTemplates/" + IDENTITY_CENTER_TEMPLATE + "/instantiate",
                "{\"displayName\": \"" + name + "\"}");
    }

    private void saml(Application application) {
        assertThat(graph.patch(application.principal(), "{\"preferredSingleSignOnMode\": \"saml\"}")
                        .status())
                .isEqualTo(204);
    }

    private String user(String name) {
        return graph.filter("/users", "userPrincipalName eq '" + name + "'")
                .body()
                .path("value")
                .path(0)
                .path("id")
                .asText();
    }

    private List<String> users(String filter) {
        return names(graph.filter("/users", filter));
    }

    private static List<String> names(Answer page) {
        return page.body().path("value").findValuesAsText("userPrincipalName");
    }

    private static List<X509Certificate> certificates(Answer metadata) {
        return ProviderMetadata.parse(metadata.text().replace("\uFEFF", "")).certificates();
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
