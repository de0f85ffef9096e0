package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_CENTER_REGION;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.saml.ProviderMetadata;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.Trail;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final Simulator simulator =
            Simulator.start(SimulatorSettings.defaults().withClock(new MovableClock()));
    private final ConsoleClient console = new ConsoleClient(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void agentsSignInAndAreBoundToTheRole() throws IOException {
        try (Federation federation = new Federation(simulator)) {
            for (String agent : List.of("ada@example.com", "grace@example.com")) {
                JsonNode result = federation.signIn(agent);
                assertThat(result.path("outcome").asText()).isEqualTo("CONNECT");
                assertThat(result.path("userArn").asText()).contains(":instance/", "/agent/");
            }
            String roleId = federation
                    .iam
                    .getRole(r -> r.roleName(Federation.ROLE))
                    .role()
                    .roleId();
            List<ConnectUser> users = simulator
                    .world()
                    .requireAccount(CONNECT_ACCOUNT)
                    .connectInstances()
                    .get(0)
                    .users()
                    .all();
            assertThat(users)
                    .allSatisfy(user -> assertThat(user.federatedRoleId()).contains(roleId));
            assertAssumeRoleEvent(roleId);
        }
    }

    private void assertAssumeRoleEvent(String roleId) throws IOException {
        List<Trail.Event> events = simulator.world().trail().delivered(CONNECT_ACCOUNT, "eu-central-1").stream()
                .filter(event -> event.entry().username().equals("ada@example.com"))
                .toList();
        assertThat(events)
                .extracting(event ->
                        event.entry().eventSource() + " " + event.entry().eventName())
                .containsExactlyInAnyOrder(
                        "sts.amazonaws.com AssumeRoleWithSAML", "connect.amazonaws.com GetFederationToken");
        JsonNode event = new ObjectMapper().readTree(events.get(0).json());
        assertThat(event.path("requestParameters").path("roleArn").asText()).isEqualTo(Federation.ROLE_ARN);
        assertThat(event.path("requestParameters").path("principalArn").asText())
                .isEqualTo(Federation.PROVIDER_ARN);
        JsonNode response = event.path("responseElements");
        assertThat(response.path("assumedRoleUser").path("assumedRoleId").asText())
                .isEqualTo(roleId + ":ada@example.com");
        assertThat(response.path("audience").asText()).isEqualTo(Federation.ACS);
        assertThat(response.path("issuer").asText())
                .startsWith("https://portal.sso.eu-west-1.amazonaws.com/saml/assertion/");
    }

    @Test
    void aTamperedResponseIsRefusedAtTheRealEndpoint() {
        try (Federation federation = new Federation(simulator)) {
            JsonNode adas = federation.console.open("ada@example.com", Federation.APPLICATION);
            String xml = new String(
                    Base64.getDecoder().decode(adas.path("SAMLResponse").asText()), StandardCharsets.UTF_8);
            String tampered = Base64.getEncoder()
                    .encodeToString(xml.replace("ada@", "grace@").getBytes(StandardCharsets.UTF_8));
            JsonNode result = federation.console.postForm(
                    Federation.ACS, tampered, adas.path("RelayState").asText());
            assertThat(result.path("page").asText()).isEqualTo("Response signature invalid");
            JsonNode untouched = federation.console.postForm(
                    Federation.ACS,
                    adas.path("SAMLResponse").asText(),
                    adas.path("RelayState").asText());
            assertThat(untouched.path("outcome").asText()).isEqualTo("CONNECT");
        }
    }

    @Test
    void theGlobalEndpointLogsInNorthernVirginiaAndTheReverseOrderOfArnsWorks() {
        try (Federation federation = new Federation(simulator)) {
            String global = "https://signin.aws.amazon.com/saml";
            federation.configure("acsUrl", global);
            federation.mapAttributes(
                    "${user:email}", "${user:email}", Federation.PROVIDER_ARN + "," + Federation.ROLE_ARN);
            federation.iam.updateAssumeRolePolicy(
                    r -> r.roleName(Federation.ROLE).policyDocument(Federation.trust(Federation.PROVIDER_ARN, global)));
            assertThat(federation.signIn("ada@example.com").path("outcome").asText())
                    .isEqualTo("CONNECT");
            assertThat(eventNames(CONNECT_ACCOUNT, "us-east-1")).contains("AssumeRoleWithSAML");
            assertThat(eventNames(CONNECT_ACCOUNT, "eu-central-1")).contains("GetFederationToken");
        }
    }

    @Test
    void anAddedApplicationHasTheCatalogsPresetsItsOwnKeyAndItsEvents() {
        JsonNode added = console.post("/_console/applications", "{\"catalog\": \"Amazon Connect\"}");
        assertThat(added.path("arn").asText())
                .matches("arn:aws:sso::111111111111:application/ssoins-[0-9a-f]{16}/apl-[0-9a-f]{16}");
        assertThat(added.path("configuration").path("audience").asText()).isEqualTo("urn:amazon:webservices");
        assertThat(added.path("mappings")).hasSize(1);
        HttpResponse<String> file = console.send("GET", added.path("metadata").asText(), "");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"Amazon Connect_"
                        + added.path("id").asText() + ".xml\"");
        String entityId = ProviderMetadata.parse(file.body()).entityId();
        assertThat(added.path("metadataUrl").asText()).isEqualTo(entityId.replace("/assertion/", "/metadata/"));
        assertThat(eventNames(MANAGEMENT_ACCOUNT, IDENTITY_CENTER_REGION))
                .containsExactlyInAnyOrder(
                        "CreateApplicationInstance",
                        "CreateApplicationInstanceCertificate",
                        "UpdateApplicationInstanceServiceProviderConfiguration",
                        "UpdateApplicationInstanceResponseConfiguration",
                        "UpdateApplicationInstanceResponseSchemaConfiguration",
                        "UpdateApplicationInstanceStatus",
                        "CreateProfile");
    }

    @Test
    void eventsNameTheAdministratorAndTheApplication() throws IOException {
        String id = console.post("/_console/applications", "{\"catalog\": \"Amazon Connect\"}")
                .path("id")
                .asText();
        console.put("/_console/applications/" + id + "/configuration", "{\"relayState\": \"x\"}");
        Trail.Event event =
                simulator.world().trail().recorded(MANAGEMENT_ACCOUNT).get(8);
        JsonNode json = new ObjectMapper().readTree(event.json());
        assertThat(event.entry().eventName()).isEqualTo("UpdateApplicationInstanceResponseConfiguration");
        assertThat(json.path("eventSource").asText()).isEqualTo("sso.amazonaws.com");
        assertThat(json.path("requestParameters").path("instanceId").asText()).isEqualTo(id);
        assertThat(json.path("userIdentity").path("arn").asText()).endsWith("/admin@example.com");
    }

    @Test
    void refusesWhatTheConsoleDoesNotTake() {
        String id = console.post("/_console/applications", "{\"catalog\": \"Amazon Connect\"}")
                .path("id")
                .asText();
        String path = "/_console/applications/" + id;
        assertRefused(400, "PUT", path + "/configuration", "{\"acsUrl\": \"http://example.com/saml\"}");
        assertRefused(400, "PUT", path + "/configuration", "{\"audience\": \"\"}");
        assertRefused(400, "PUT", path + "/configuration", "{\"sessionDuration\": \"PT13H\"}");
        assertRefused(400, "PUT", path + "/configuration", "{\"relaystate\": \"x\"}");
        assertRefused(400, "PUT", path + "/attribute-mappings", "{\"mappings\": []}");
        assertRefused(404, "POST", path + "/assignments", "{\"type\": \"GROUP\", \"name\": \"Nobody\"}");
        assertRefused(400, "POST", "/_console/applications", "{\"catalog\": \"custom\"}");
        assertRefused(400, "POST", "/_console/applications", "[]");
        assertRefused(404, "GET", "/_console/applications/ins-0000000000000000", "");
    }

    @Test
    void anUnassignedDisabledOrDeletedApplicationIsNotInThePortal() {
        try (Federation federation = new Federation(simulator)) {
            federation.console.delete(federation.path + "/assignments/GROUP/Contact%20Center%20Agents");
            assertThat(federation.signIn("ada@example.com").path("where").asText())
                    .isEqualTo("portal");
            federation.assignAgents();
            federation.console.put(federation.path + "/status", "{\"status\": \"DISABLED\"}");
            assertThat(federation.signIn("ada@example.com").path("where").asText())
                    .isEqualTo("portal");
            federation.console.delete(federation.path);
            assertThat(console.get("/_console/applications")).isEmpty();
        }
    }

    @Test
    void offersTheWrongDocumentsToo() {
        assertThat(console.download("/_console/documents/entra-tenant")).contains("https://sts.windows.net/");
        assertThat(console.download("/_console/documents/identity-center-service-provider"))
                .contains("SPSSODescriptor", "d-9367051c2a");
        assertThat(console.download("/_console/documents/aws-sign-in")).contains("urn:amazon:webservices");
        assertThat(console.download("/_console/documents/other-identity-provider"))
                .contains("idp.example.org");
    }

    private void assertRefused(int status, String method, String path, String body) {
        HttpResponse<String> response = console.send(method, path, body);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains("\"error\"");
    }

    private List<String> eventNames(String account, String region) {
        return simulator.world().trail().delivered(account, region).stream()
                .map(event -> event.entry().eventName())
                .toList();
    }
}
