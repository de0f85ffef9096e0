package dev.crossrun.simulator;

import static dev.crossrun.simulator.entra.EntraTenant.IDENTITY_CENTER_TEMPLATE;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_ID;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.GraphCaller.Answer;
import dev.crossrun.simulator.world.ContactCenter;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Graph and the token endpoint refuse, and the members of their answers that clients read. */
class GraphStrictnessTest {
    private static final MovableClock CLOCK = new MovableClock();

    private static Simulator simulator;
    private static GraphCaller graph;

    private JsonNode application;
    private JsonNode principal;

    @BeforeAll
    static void start() {
        simulator =
                Simulator.start(SimulatorSettings.defaults().withClock(CLOCK).withDelays(Duration.ZERO, Duration.ZERO));
        graph = new GraphCaller(simulator).signIn(CLIENT_ID, CLIENT_SECRET);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void instantiate() {
        JsonNode made = graph.post(
                        "/applicationTemplates/" + IDENTITY_CENTER_TEMPLATE + "/instantiate",
                        "{\"displayName\": \"Strict\"}")
                .body();
        application = made.path("application");
        principal = made.path("servicePrincipal");
        assertThat(graph.patch(principalPath(), "{\"preferredSingleSignOnMode\": \"saml\"}")
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 30 * 86_400 + 1, 500 * 86_400, 3 * 365 * 86_400})
    void aCertificateEndsAtTheSecondThatWasAskedFor(long seconds) {
        String end = CLOCK.instant()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .plusSeconds(seconds)
                .toString();
        Answer added = certificate("\"" + end + "\"");
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.text("endDateTime")).isEqualTo(end);
        assertThat(parsed(added.text("key")).getNotAfter().toInstant()).isEqualTo(end);
        assertThat(graph.get(principalPath()).body().path("keyCredentials").findValuesAsText("endDateTime"))
                .containsOnly(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2001-01-01T00:00:00Z\"", "\"2199-01-01T00:00:00Z\"", "\"soon\"", "17"})
    void aCertificateThatHasEndedOrLastsLongerThanThreeYearsIsRefused(String end) {
        assertThat(certificate(end).status()).isEqualTo(400);
        assertThat(graph.get(principalPath()).body().path("keyCredentials")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hairColor\": \"red\"",
                "\"appId\": \"00000000-0000-0000-0000-000000000000\"",
                "\"id\": \"x\"",
                "\"createdDateTime\": \"2026-01-01T00:00:00Z\"",
                "\"tags\": \"one\"",
                "\"tags\": null",
                "\"tags\": [1]",
                "\"displayName\": 7",
                "\"displayName\": \"\"",
                "\"identifierUris\": [\"not a uri\"]",
                "\"identifierUris\": \"https://example.com\"",
                "\"web\": []",
                "\"web\": {\"redirectUris\": [\"example.com/acs\"]}",
                "\"web\": {\"redirectUris\": [\"http://example.com/acs\"]}",
                "\"web\": {\"redirectUris\": [\"https://example.com/acs#fragment\"]}",
                "\"web\": {\"color\": \"red\"}",
                "\"@odata.type\": \"#microsoft.graph.user\""
            })
    void aPatchOfAnApplicationWithAFaultIsRefusedAndChangesNothing(String fault) {
        JsonNode before = graph.get(applicationPath()).body();
        Answer refused = graph.patch(applicationPath(), "{\"notes\": \"new\", " + fault + "}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(graph.get(applicationPath()).body()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"hairColor\": \"red\"",
                "\"appDisplayName\": \"x\"",
                "\"preferredSingleSignOnMode\": \"telepathy\"",
                "\"preferredSingleSignOnMode\": 1",
                "\"preferredTokenSigningKeyThumbprint\": \"0123456789ABCDEF0123456789ABCDEF01234567\"",
                "\"preferredTokenSigningKeyThumbprint\": 1",
                "\"notificationEmailAddresses\": [\"nobody\"]",
                "\"notificationEmailAddresses\": \"a@example.com\"",
                "\"appRoleAssignmentRequired\": \"no\"",
                "\"loginUrl\": \"not a url\""
            })
    void aPatchOfAServicePrincipalWithAFaultIsRefusedAndChangesNothing(String fault) {
        JsonNode before = graph.get(principalPath()).body();
        Answer refused = graph.patch(principalPath(), "{\"notes\": \"new\", " + fault + "}");
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(graph.get(principalPath()).body()).isEqualTo(before);
    }

    @Test
    void whatASelectionLeavesOutIsAbsent() {
        JsonNode selected = graph.get(applicationPath() + "?$select=id,tags").body();
        assertThat(selected.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("@odata.context", "id", "tags");
        assertThat(graph.get("/users?$select=mail").body().path("value"))
                .allSatisfy(user -> assertThat(user).hasSize(1));
        assertThat(graph.get(principalPath()).body().path("keyCredentials").findValues("key"))
                .allSatisfy(key -> assertThat(key.isNull()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$select=hairColor",
                "$expand=hairColor",
                "$count=true",
                "$count=maybe",
                "$search=%22displayName:ada%22",
                "$skip=1",
                "$top=0",
                "$orderby=hairColor",
                "$hair=1"
            })
    void aQueryOptionThatGraphRefusesIsRefused(String option) {
        assertThat(graph.get("/users?" + option).status()).isEqualTo(400);
    }

    @Test
    void whatIsNotSimulatedIsNotTakenForWhatIsNotThere() {
        List<Answer> refused = List.of(
                graph.get("/me"),
                graph.get(principalPath() + "/owners"),
                graph.get("/users?$expand=manager"),
                graph.post("/users", "{}"),
                graph.patch(applicationPath(), "{\"signInAudience\": \"AzureADMultipleOrgs\"}"));
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(501);
            assertThat(answer.code()).isEqualTo("NotImplemented");
            assertThat(answer.message()).contains("not simulate");
        });
        assertThat(graph.get("/planets").status()).isEqualTo(400);
    }

    @Test
    void anApplicationAndItsServicePrincipalHaveWhatClientsRead() {
        assertThat(graph.patch(
                                applicationPath(),
                                "{\"identifierUris\": [\"urn:strict:"
                                        + application.path("appId").asText()
                                        + "\"], \"web\": {\"redirectUris\": [\"https://example.com/acs\"]}}")
                        .status())
                .isEqualTo(204);
        certificate("null");
        JsonNode there = graph.get(principalPath()).body();
        assertThat(there.path("@odata.context").asText()).endsWith("$metadata#servicePrincipals/$entity");
        assertThat(there.path("replyUrls").path(0).asText()).isEqualTo("https://example.com/acs");
        assertThat(there.path("servicePrincipalNames")).hasSize(2);
        assertThat(there.path("applicationTemplateId").asText()).isEqualTo(IDENTITY_CENTER_TEMPLATE);
        assertThat(there.path("passwordCredentials").path(0).path("keyId"))
                .isEqualTo(there.path("keyCredentials").path(0).path("keyId"));
        JsonNode shown = graph.get(applicationPath()).body();
        assertThat(shown.path("appRoles")).isEqualTo(there.path("appRoles")).hasSize(2);
        Answer withKeys = graph.get(principalPath() + "?$select=keyCredentials");
        assertThat(withKeys.body().path("keyCredentials").findValuesAsText("key"))
                .filteredOn(key -> !key.equals("null"))
                .singleElement()
                .satisfies(
                        key -> assertThat(parsed(key).getSubjectX500Principal().getName())
                                .isEqualTo("CN=Strict"));
    }

    @Test
    void theTokenEndpointSaysByNumberWhatIsWrong() {
        assertThat(Map.of(
                        900144, tokenWith(Map.of("scope", "")),
                        1002012, tokenWith(Map.of("scope", "User.Read")),
                        500011, tokenWith(Map.of("scope", "api://other/.default")),
                        70003, tokenWith(Map.of("grant_type", "password")),
                        7000216, tokenWith(Map.of("client_secret", "")),
                        7000215, tokenWith(Map.of("client_secret", "wrong")),
                        700016, tokenWith(Map.of("client_id", "nobody"))))
                .allSatisfy((code, answer) -> {
                    assertThat(answer.body().path("error_codes").path(0).asInt())
                            .isEqualTo(code);
                    assertThat(answer.text("error_description")).startsWith("AADSTS" + code + ": ");
                    assertThat(List.of("trace_id", "correlation_id", "timestamp", "error_uri"))
                            .allSatisfy(field -> assertThat(answer.text(field)).isNotEmpty());
                });
        assertThat(tokenWith(Map.of()).status()).isEqualTo(200);
        String ofMsal = "https://graph.microsoft.com/.default openid profile offline_access";
        assertThat(tokenWith(Map.of("scope", ofMsal)).status()).isEqualTo(200);
        assertThat(tokenWith(Map.of("scope", "openid profile")).status()).isEqualTo(400);
    }

    @Test
    void anotherTenantIsUnknownAndThisOneSaysHowToSignIn() {
        String stranger = "/00000000-0000-0000-0000-000000000000";
        Answer token = graph.outside("POST", stranger + "/oauth2/v2.0/token", "grant_type=client_credentials");
        assertThat(token.status()).isEqualTo(400);
        assertThat(token.text("error")).isEqualTo("invalid_request");
        assertThat(token.text("error_description")).startsWith("AADSTS90002: Tenant");
        String configuration = "/v2.0/.well-known/openid-configuration";
        assertThat(graph.outside("GET", stranger + configuration, "").text("error"))
                .isEqualTo("invalid_tenant");
        Answer own = graph.outside("GET", "/" + ContactCenter.TENANT_ID + configuration, "");
        assertThat(own.text("token_endpoint")).endsWith("/" + ContactCenter.TENANT_ID + "/oauth2/v2.0/token");
        String keys = own.text("jwks_uri").replaceFirst("https://[^/]+", "");
        assertThat(graph.outside("GET", keys, "").body().path("keys")).hasSize(1);
    }

    private static Answer tokenWith(Map<String, String> changed) {
        Map<String, String> form = new java.util.HashMap<>(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                CLIENT_ID,
                "client_secret",
                CLIENT_SECRET,
                "scope",
                "https://graph.microsoft.com/.default"));
        form.putAll(changed);
        return graph.token(form);
    }

    private Answer certificate(String end) {
        return graph.post(
                principalPath() + "/addTokenSigningCertificate",
                "{\"displayName\": \"CN=Strict\", \"endDateTime\": " + end + "}");
    }

    private String applicationPath() {
        return "/applications/" + application.path("id").asText();
    }

    private String principalPath() {
        return "/servicePrincipals/" + principal.path("id").asText();
    }

    private static X509Certificate parsed(String base64) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }
}
