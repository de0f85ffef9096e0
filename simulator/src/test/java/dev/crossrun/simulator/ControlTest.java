package dev.crossrun.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.fault.BadWeather;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults over HTTP, and those of the protocols that are no AWS API. */
class ControlTest {
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults());
    private final GraphCaller graph =
            new GraphCaller(simulator).signIn(ContactCenter.CLIENT_ID, ContactCenter.CLIENT_SECRET);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void faultsAreAddedShownMetAndRemoved() {
        HttpResponse<String> added = send("POST", "/_control/faults", """
                [{"operation": "graph:listUsers", "kind": "THROTTLED", "duration": "PT7S", "nth": 2, "times": 0},
                 {"operation": "scim:CreateUser", "resource": "ada", "kind": "NO_ANSWER_AFTER"}]""");
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(graph.get("/users").status()).isEqualTo(200);
        assertThat(graph.get("/users").retryAfter()).contains("7");
        JsonNode shown = json(send("GET", "/_control/faults", ""));
        assertThat(shown.path("pending")).hasSize(2);
        assertThat(shown.path("pending").path(0).path("seen").asInt()).isEqualTo(2);
        assertThat(shown.path("met").path(0).path("kind").asText()).isEqualTo("THROTTLED");
        assertThat(send("DELETE", "/_control/faults/1", "").statusCode()).isEqualTo(204);
        assertThat(graph.get("/users").status()).isEqualTo(200);
        assertThat(send("DELETE", "/_control/faults/1", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/_control/faults", "").statusCode()).isEqualTo(204);
        assertThat(json(send("GET", "/_control/faults", "")).path("pending")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"operation\": \"iam:CreateRol\", \"kind\": \"QUOTA\"} | there is no operation iam:CreateRol",
                "{\"operation\": \"iam:CreateRole\", \"kind\": \"BAD_LUCK\"} | there is no kind BAD_LUCK",
                "{\"operation\": \"iam:CreateRole\"} | kind is missing",
                "{\"operation\": \"iam:CreateRole\", \"kind\": \"QUOTA\", \"time\": 2} | a fault has no time",
                "{\"kind\": \"QUOTA\"} | QUOTA needs an operation",
                "{\"kind\": \"DELETE_RESOURCE\", \"target\": \"x\"} | DELETE_RESOURCE finds no x",
                "{\"operation\": \"iam:GetRole\", \"kind\": \"SLOW\", \"duration\": \"1s\"} | duration is like PT2S, not 1s",
                "{\"operation\": \"event:CreateRol\", \"kind\": \"EVENT_LATE\"} | there is no event CreateRol",
                "{\"operation\": \"graph:instantiate\", \"kind\": \"DELETE_RESOURCE\"} | graph:instantiate is about no one resource: DELETE_RESOURCE needs target",
                "{\"operation\": \"scim:CreateUser\", \"kind\": \"DELETE_RESOURCE\"} | scim:CreateUser is about no one resource",
                "{\"operation\": \"iam:CreateSAMLProvider\", \"kind\": \"CHANGE_RESOURCE\", \"text\": \"x\"} | text is no metadata",
                "{\"operation\": \"iam:GetRole\", \"kind\": \"ACCESS_DENIED\", \"text\": \"no\"} | text of ACCESS_DENIED is a permission",
                "{\"operation\": \"graph:assign\", \"kind\": \"ACCESS_DENIED\", \"text\": \"ds:CreateAlias\"} | text of ACCESS_DENIED",
                "{\"operation\": \"iam:GetRole\", \"kind\": \"RAW_ANSWER\"} | answer belongs to RAW_ANSWER, which needs it",
                "{\"operation\": \"iam:GetRole\", \"kind\": \"QUOTA\", \"answer\": {\"status\": 400}} | answer belongs to RAW_ANSWER",
                "{\"operation\": \"iam:GetRole\", \"kind\": \"RAW_ANSWER\", \"answer\": {\"status\": 200}} | status of an answer is 400 to 599",
                "{\"operation\": \"iam:GetRole\", \"kind\": \"RAW_ANSWER\", \"answer\": {\"status\": 400, \"text\": \"\"}} | an answer has no text",
                "[} | not JSON"
            })
    void aFaultThatCannotBeIsRefusedInWords(String json, String words) {
        HttpResponse<String> refused = send("POST", "/_control/faults", json);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("error").asText()).startsWith(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CreateRole",
                "UpdateApplicationInstanceResponseSchemaConfiguration",
                "EnableExternalIdPConfigurationForDirectory",
                "AssumeRoleWithSAML"
            })
    void eventsOfCallsOfClicksAndOfSignInsMayBeLate(String event) {
        String fault = "{\"operation\": \"event:" + event + "\", \"kind\": \"EVENT_LATE\"}";
        assertThat(send("POST", "/_control/faults", fault).statusCode()).isEqualTo(201);
    }

    @Test
    void theSameSeedGivesTheSameFaultsOfCallsThatThereAre() {
        assertThat(BadWeather.of(7)).hasSize(10).isEqualTo(BadWeather.of(7)).isNotEqualTo(BadWeather.of(8));
        LongStream.range(0, 50)
                .boxed()
                .flatMap(seed -> BadWeather.of(seed).stream())
                .map(InjectedFault::operation)
                .distinct()
                .forEach(operation ->
                        simulator.addFaults("{\"operation\": \"" + operation + "\", \"kind\": \"SERVER_ERROR\"}"));
        assertThat(simulator.faults().pending()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SERVER_ERROR, 503, serviceNotAvailable",
        "ACCESS_DENIED, 403, Authorization_RequestDenied",
        "EXPIRED_CREDENTIALS, 401, InvalidAuthenticationToken",
        "CLOCK_SKEW, 401, InvalidAuthenticationToken",
        "QUOTA, 403, Directory_QuotaExceeded"
    })
    void graphRefusesInItsOwnWords(Kind kind, int status, String code) {
        simulator.faults().add(InjectedFault.of("graph:instantiate", kind).withResource("Acme"));
        GraphCaller.Answer refused =
                graph.post("/applicationTemplates/x/instantiate", "{\"displayName\": \"Acme sign-in\"}");
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(simulator.faults().met())
                .extracting(Faults.Met::resource)
                .containsExactly("/applicationTemplates/x/instantiate");
    }

    @Test
    void aRawAnswerIsSetOverHttpAndComesInTheErrorShapeOfEachProtocol() {
        HttpResponse<String> added = send("POST", "/_control/faults", """
                [{"operation": "graph:listUsers", "kind": "RAW_ANSWER", "answer": {"status": 401,
                  "headers": {"WWW-Authenticate": "Bearer", "Retry-After": "9"}, "code": "Unauthorized", "message": "No."}},
                 {"operation": "entra:token", "kind": "RAW_ANSWER", "answer": {"status": 400,
                  "code": "invalid_grant", "message": "AADSTS53003: Blocked."}},
                 {"operation": "scim:ListUsers", "kind": "RAW_ANSWER", "nth": 2, "times": 0,
                  "answer": {"status": 409, "message": "2 validation errors detected"}}]""");
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(json(added).at("/pending/0/answer/headers/Retry-After").asText())
                .isEqualTo("9");
        GraphCaller.Answer refused = graph.get("/users");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("Unauthorized");
        assertThat(refused.message()).isEqualTo("No.");
        assertThat(refused.retryAfter()).contains("9");
        assertThat(graph.token(ContactCenter.CLIENT_ID, ContactCenter.CLIENT_SECRET)
                        .text("error_description"))
                .isEqualTo("AADSTS53003: Blocked.");
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        String users = "/" + center.source().enableScim() + "/scim/v2/Users";
        Map<String, String> bearer =
                Map.of("Authorization", "Bearer " + center.source().newToken().orElseThrow());
        assertThat(send("GET", users, "", bearer).statusCode()).isEqualTo(200);
        HttpResponse<String> conflict = send("GET", users, "", bearer);
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(json(conflict).path("detail").asText()).isEqualTo("2 validation errors detected");
    }

    @Test
    void theTokenEndpointFailsToo() {
        simulator.faults().add(InjectedFault.of("entra:token", Kind.EXPIRED_CREDENTIALS));
        GraphCaller.Answer refused = graph.token(ContactCenter.CLIENT_ID, ContactCenter.CLIENT_SECRET);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("error_description")).startsWith("AADSTS7000222");
    }

    @Test
    void scimMeetsItsFaults() {
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        String users = "/" + center.source().enableScim() + "/scim/v2/Users";
        String token = center.source().newToken().orElseThrow();
        simulator.faults().add(InjectedFault.of("scim:ListUsers", Kind.THROTTLED));
        simulator
                .faults()
                .add(InjectedFault.of("scim:ListUsers", Kind.SERVER_ERROR).withNth(2));
        Map<String, String> bearer = Map.of("Authorization", "Bearer " + token);
        assertThat(send("GET", users, "", bearer).statusCode()).isEqualTo(429);
        assertThat(send("GET", users, "", bearer).statusCode()).isEqualTo(500);
        assertThat(send("GET", users, "", bearer).statusCode()).isEqualTo(200);
        assertThat(simulator.calls().of("scim:ListUsers")).hasSize(3);
    }

    @Test
    void somebodyDeletesThePersonThatAScimCallIsAbout() {
        IdentityCenter center = simulator.world().identityCenter().orElseThrow();
        String users = "/" + center.source().enableScim() + "/scim/v2/Users/";
        Map<String, String> bearer =
                Map.of("Authorization", "Bearer " + center.source().newToken().orElseThrow());
        String ada = center.userByName("ada@example.com").orElseThrow().id();
        simulator.faults().add(InjectedFault.of("scim:GetUser", Kind.DELETE_RESOURCE));
        assertThat(send("GET", users + ada, "", bearer).statusCode()).isEqualTo(200);
        assertThat(send("GET", users + ada, "", bearer).statusCode()).isEqualTo(404);
        assertThat(simulator.faults().met()).extracting(Faults.Met::resource).containsExactly(ada);
    }

    @Test
    void aLostAnswerOfGraphHasTakenEffect() {
        simulator.faults().add(InjectedFault.of("graph:instantiate", Kind.NO_ANSWER_AFTER));
        String template = "/applicationTemplates/21ed01d2-ec13-4e9e-86c1-cd546719ebc4/instantiate";
        assertThatThrownBy(() -> graph.post(template, "{\"displayName\": \"Lost\"}"))
                .hasCauseInstanceOf(IOException.class);
        assertThat(graph.filter("/applications", "displayName eq 'Lost'").body().path("value"))
                .hasSize(1);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body, Map.of());
    }

    private HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        simulator.endpoint().resolve(path))
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}
