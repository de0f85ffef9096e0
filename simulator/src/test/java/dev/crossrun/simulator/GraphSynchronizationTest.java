package dev.crossrun.simulator;

import static dev.crossrun.simulator.entra.EntraTenant.IDENTITY_CENTER_TEMPLATE;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_ID;
import static dev.crossrun.simulator.world.ContactCenter.CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.GraphCaller.Answer;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.EntraUser;
import dev.crossrun.simulator.entra.GraphClient;
import dev.crossrun.simulator.world.IdentityCenter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Graph's synchronization API, which provisions into the same world's Identity Center. */
class GraphSynchronizationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MovableClock CLOCK = new MovableClock();

    private static Simulator simulator;
    private static EntraTenant tenant;
    private static IdentityCenter center;
    private static String address;
    private static String token;

    private GraphCaller graph;
    private String application;
    private String principal;
    private String role;
    private String synchronization;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withClock(CLOCK));
        tenant = simulator.world().entra().orElseThrow();
        center = simulator.world().identityCenter().orElseThrow();
        JsonNode scim = new ConsoleClient(simulator).post("/_console/provisioning", "");
        address = scim.path("scimEndpoint").asText();
        token = scim.path("accessToken").asText();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void instantiate() {
        graph = new GraphCaller(simulator).signIn(CLIENT_ID, CLIENT_SECRET);
        JsonNode made = graph.post(
                        "/applicationTemplates/" + IDENTITY_CENTER_TEMPLATE + "/instantiate",
                        "{\"displayName\": \"Identity Center\"}")
                .body();
        application = made.path("application").path("id").asText();
        principal = made.path("servicePrincipal").path("id").asText();
        role = made.path("servicePrincipal").path("appRoles").path(0).path("id").asText();
        synchronization = "/servicePrincipals/" + principal + "/synchronization";
    }

    @Test
    void aJobIsMadeOfTheTemplateThatTheGalleryOffersAndIsPausedAtFirst() {
        assertThat(graph.get(synchronization + "/templates").body().path("value"))
                .singleElement()
                .satisfies(template -> assertThat(template.path("id").asText()).isEqualTo("aws"));
        assertThat(graph.post(synchronization + "/jobs", "{\"templateId\": \"none\"}")
                        .status())
                .isEqualTo(400);
        String job = job();
        assertThat(graph.get(synchronization + "/jobs").body().path("value")).hasSize(1);
        JsonNode made = graph.get(job).body();
        assertThat(made.path("status").path("code").asText()).isEqualTo("Paused");
        assertThat(made.path("schedule").path("state").asText()).isEqualTo("Disabled");
        assertThat(made.path("schedule").path("interval").asText()).isEqualTo("PT40M");
        tenant.add(new GraphClient("owner", "s", Set.of("Application.ReadWrite.OwnedBy")));
        GraphCaller owner = new GraphCaller(simulator).signIn("owner", "s");
        assertThat(owner.delete(job).code()).isEqualTo("Authorization_RequestDenied");
        assertThat(graph.delete(job).status()).isEqualTo(204);
        assertThat(graph.get(job).status()).isEqualTo(404);
    }

    @Test
    void credentialsAreValidatedAtTheEndpointBeforeAndAfterTheyAreSaved() {
        String validate = job() + "/validateCredentials";
        assertThat(graph.post(validate, credentials("credentials", address, token))
                        .status())
                .isEqualTo(204);
        List<Answer> refused = List.of(
                graph.post(validate, credentials("credentials", address, "wrong")),
                graph.post(validate, credentials("credentials", "https://scim.example.com/", token)),
                graph.post(validate, "{\"useSavedCredentials\": true}"));
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("CredentialsValidationFailed");
        });
        assertThat(save(token).status()).isEqualTo(204);
        assertThat(graph.post(validate, "{\"useSavedCredentials\": true}").status())
                .isEqualTo(204);
        assertThat(graph.put(synchronization + "/secrets", "{\"value\": [{\"key\": \"Password\", \"value\": \"x\"}]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aStartedJobBringsAssignedPeopleAndGroupsToIdentityCenter() {
        EntraUser margaret = tenant.addUser("margaret@example.com", "m@example.com", "Margaret", "Hamilton");
        tenant.addUser("edsger@example.com", "", "Edsger", "Dijkstra");
        assign(tenant.addGroup("Flight Software", margaret).id());
        save(token);
        String job = job();
        assertThat(center.userByName("margaret@example.com")).isEmpty();
        assertThat(graph.post(job + "/start", "").status()).isEqualTo(204);
        JsonNode status = graph.get(job).body().path("status");
        assertThat(status.path("code").asText()).isEqualTo("Active");
        assertThat(status.path("lastSuccessfulExecution").path("state").asText())
                .isEqualTo("Succeeded");
        assertThat(center.userByName("margaret@example.com")).hasValueSatisfying(user -> {
            assertThat(user.familyName()).isEqualTo("Hamilton");
            assertThat(user.primaryEmail()).contains("m@example.com");
            assertThat(center.groupByName("Flight Software"))
                    .hasValueSatisfying(group ->
                            assertThat(center.isMember(group.id(), user.id())).isTrue());
        });
        assertThat(center.userByName("edsger@example.com")).isEmpty();
        assertThat(graph.post(job + "/pause", "").status()).isEqualTo(204);
        assertThat(graph.get(job).body().path("schedule").path("state").asText())
                .isEqualTo("Disabled");
    }

    @Test
    void aJobWhoseTokenIsRefusedGoesIntoQuarantine() {
        save("wrong");
        String job = job();
        graph.post(job + "/start", "");
        JsonNode status = graph.get(job).body().path("status");
        assertThat(status.path("code").asText()).isEqualTo("Quarantine");
        assertThat(status.path("quarantine").path("reason").asText()).isEqualTo("EncounteredQuarantineException");
    }

    @Test
    void theJobOfADeletedApplicationDoesNothingMoreAndHindersNobody() {
        save(token);
        tenant.cycle(Duration.ofMinutes(1));
        try {
            graph.post(job() + "/start", "");
            assertThat(graph.delete("/applications/" + application).status()).isEqualTo(204);
        } finally {
            tenant.cycle(Duration.ZERO);
        }
        instantiate();
        assertThat(graph.get(job()).status()).isEqualTo(200);
    }

    @Test
    void onDemandOneAssignedPersonIsProvisionedByARuleOfTheJob() throws IOException {
        EntraUser barbara = tenant.addUser("barbara@example.com", "b@example.com", "Barbara", "Liskov");
        EntraUser stranger = tenant.addUser("stranger@example.com", "", "A", "Stranger");
        assign(barbara.id());
        save(token);
        String job = job();
        String rule = rule(job);

        Answer done = onDemand(job, rule, barbara);
        assertThat(done.status()).isEqualTo(200);
        assertThat(key(done).path("result").asText()).isEqualTo("Success");
        assertThat(JSON.readTree(done.text("value"))
                        .path("provisioningSteps")
                        .path(1)
                        .path("status")
                        .asText())
                .isEqualTo("Success");
        assertThat(center.userByName("barbara@example.com")).isPresent();

        JsonNode again = key(onDemand(job, rule, barbara));
        assertThat(again.path("result").asText()).isEqualTo("Skipped");
        assertThat(again.at("/details/errorCode").asText()).isEqualTo("RedundantExport");

        JsonNode refused = key(onDemand(job, rule, stranger));
        assertThat(refused.path("result").asText()).isEqualTo("Skipped");
        assertThat(refused.at("/details/errorCode").asText()).isEqualTo("NotEffectivelyEntitled");
        assertThat(center.userByName("stranger@example.com")).isEmpty();

        assertThat(onDemand(job, rule, barbara, stranger).status()).isEqualTo(400);
        assertThat(onDemand(job, rule).status()).isEqualTo(400);
        assertThat(onDemand(job, "another", barbara).status()).isEqualTo(400);
    }

    @Test
    void onDemandFiveRequestsAreTakenInTenSecondsAndNoMore() {
        CLOCK.move(Duration.ofSeconds(10));
        EntraUser barbara = tenant.addUser("barbara@example.com", "b@example.com", "Barbara", "Liskov");
        save(token);
        String job = job();
        String rule = rule(job);
        for (int i = 0; i < 5; i++) {
            assertThat(onDemand(job, rule, barbara).status()).isEqualTo(200);
        }
        assertThat(onDemand(job, rule, barbara).status()).isEqualTo(429);
        CLOCK.move(Duration.ofSeconds(10));
        assertThat(onDemand(job, rule, barbara).status()).isEqualTo(200);
    }

    @Test
    void aMissingPermissionIsDeniedHereToo() {
        String job = job();
        GraphCaller stranger = new GraphCaller(simulator);
        tenant.add(new GraphClient("stranger", "s", Set.of("Application.Read.All")));
        stranger.signIn("stranger", "s");
        assertThat(stranger.post(job + "/start", "").code()).isEqualTo("Authorization_RequestDenied");
        assertThat(graph.get(job).body().path("status").path("code").asText()).isEqualTo("Paused");
    }

    private String rule(String job) {
        return graph.get(job + "/schema")
                .body()
                .path("synchronizationRules")
                .path(0)
                .path("id")
                .asText();
    }

    private static JsonNode key(Answer answer) throws IOException {
        return JSON.readTree(answer.text("key"));
    }

    private String job() {
        Answer made = graph.post(synchronization + "/jobs", "{\"templateId\": \"aws\"}");
        assertThat(made.status()).isEqualTo(201);
        return synchronization + "/jobs/" + made.text("id");
    }

    private Answer save(String secret) {
        return graph.put(synchronization + "/secrets", credentials("value", address, secret));
    }

    private static String credentials(String field, String url, String secret) {
        ObjectNode body = JSON.createObjectNode();
        Map.of("BaseAddress", url, "SecretToken", secret)
                .forEach((key, value) ->
                        body.withArray(field).addObject().put("key", key).put("value", value));
        return body.toString();
    }

    private void assign(String to) {
        assertThat(graph.post(
                                "/servicePrincipals/" + principal + "/appRoleAssignedTo",
                                "{\"principalId\": \"%s\", \"resourceId\": \"%s\", \"appRoleId\": \"%s\"}"
                                        .formatted(to, principal, role))
                        .status())
                .isEqualTo(201);
    }

    private Answer onDemand(String job, String rule, EntraUser... users) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode parameters = body.putArray("parameters").addObject().put("ruleId", rule);
        parameters.putArray("subjects");
        for (EntraUser user : users) {
            parameters
                    .withArray("subjects")
                    .addObject()
                    .put("objectId", user.id())
                    .put("objectTypeName", "User");
        }
        return graph.post(job + "/provisionOnDemand", body.toString());
    }
}
