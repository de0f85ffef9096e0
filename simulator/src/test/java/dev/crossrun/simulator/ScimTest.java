package dev.crossrun.simulator;

import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_CENTER_REGION;
import static dev.crossrun.simulator.world.ContactCenter.IDENTITY_STORE_ID;
import static dev.crossrun.simulator.world.ContactCenter.MANAGEMENT_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.world.GroupMembership;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.DescribeUserResponse;

/** Identity Center's SCIM endpoint; users that it wrote are read with the identity store's own client. */
class ScimTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final MovableClock CLOCK = new MovableClock();

    private static Simulator simulator;
    private static ConsoleClient console;
    private static String path;

    private String token;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withClock(CLOCK));
        console = new ConsoleClient(simulator);
        String endpoint =
                console.post("/_console/provisioning", "").path("scimEndpoint").asText();
        assertThat(endpoint).matches("https://scim\\.eu-west-1\\.amazonaws\\.com/[0-9a-f-]{36}/scim/v2/");
        path = URI.create(endpoint).getPath();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void newToken() {
        simulator.world().identityCenter().orElseThrow().source().deleteTokens();
        token = console.post("/_console/provisioning/tokens", "")
                .path("accessToken")
                .asText();
    }

    private record Answer(int status, String text) {
        JsonNode body() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        String id() {
            return body().path("id").asText();
        }

        String detail() {
            return body().path("detail").asText();
        }
    }

    @Test
    void aTokenThatIsWrongDeletedOrAYearOldIsRefusedEverywhere() {
        assertThat(get("ServiceProviderConfig").status()).isEqualTo(200);
        CLOCK.move(Duration.ofDays(364));
        assertThat(get("Users").status()).isEqualTo(200);
        CLOCK.move(Duration.ofDays(2));
        assertThat(get("Users").status()).isEqualTo(401);
        newToken();
        assertThat(get("Users").status()).isEqualTo(200);
        simulator.world().identityCenter().orElseThrow().source().deleteTokens();
        assertThat(get("ServiceProviderConfig").status()).isEqualTo(401);
        token = "";
        assertThat(get("ServiceProviderConfig").status()).isEqualTo(401);
        assertThat(send("POST", "Groups", group("Not made")).status()).isEqualTo(401);
    }

    @Test
    void aTokenOpensItsOwnTenantOnly() {
        HttpResponse<String> elsewhere =
                request("GET", "/00000000-0000-0000-0000-000000000000/scim/v2/ServiceProviderConfig", "");
        assertThat(elsewhere.statusCode()).isEqualTo(401);
    }

    @Test
    void saysWhatItSupports() {
        JsonNode config = get("ServiceProviderConfig").body();
        assertThat(config.path("patch").path("supported").asBoolean()).isTrue();
        assertThat(config.path("filter").path("supported").asBoolean()).isTrue();
        assertThat(config.path("filter").path("maxResults").asInt()).isEqualTo(100);
        assertThat(config.path("bulk").path("supported").asBoolean(true)).isFalse();
        assertThat(config.path("authenticationSchemes").path(0).path("type").asText())
                .isEqualTo("oauthbearertoken");
    }

    @Test
    void aUserIsCreatedOnceFoundByNameChangedAndDeleted() {
        Answer made = send("POST", "Users", user("mary@example.com", "Mary"));
        assertThat(made.status()).isEqualTo(201);
        Answer twin = send("POST", "Users", user("MARY@example.com", "Twin"));
        assertThat(twin.status()).isEqualTo(409);
        assertThat(twin.body().path("schemas").path(0).asText())
                .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
        assertThat(found("Users", "userName eq \"Mary@example.com\"")).containsExactly(made.id());
        assertThat(found("Users", "externalId eq \"x-mary@example.com\"")).containsExactly(made.id());
        assertThat(found("Users", "userName eq \"nobody@example.com\"")).isEmpty();

        Answer patched = send("PATCH", "Users/" + made.id(), replace("{\"displayName\": \"M.\", \"active\": false}"));
        assertThat(patched.status()).isEqualTo(200);
        try (IdentitystoreClient store = store()) {
            DescribeUserResponse user =
                    store.describeUser(r -> r.identityStoreId(IDENTITY_STORE_ID).userId(made.id()));
            assertThat(user.displayName()).isEqualTo("M.");
            assertThat(user.userName()).isEqualTo("mary@example.com");
            assertThat(user.name().givenName()).isEqualTo("Mary");
            assertThat(user.emails())
                    .singleElement()
                    .satisfies(email -> assertThat(email.value()).isEqualTo("mary@example.com"));
        }
        assertThat(get("Users/" + made.id()).body().path("active").asBoolean(true))
                .isFalse();
        assertThat(send("DELETE", "Users/" + made.id(), "").status()).isEqualTo(204);
        assertThat(get("Users/" + made.id()).status()).isEqualTo(404);
    }

    @Test
    void aUserNeedsItsNamesAndHasOneAddressAtMost() {
        String whole = user("grete@example.com", "Grete");
        for (String field : List.of("userName", "displayName", "givenName", "familyName")) {
            Answer refused = send("POST", "Users", whole.replace("\"" + field + "\"", "\"other\""));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.detail()).contains(field);
        }
        Answer two = send(
                "POST",
                "Users",
                whole.replace(
                        "\"emails\": [", "\"emails\": [{\"value\": \"second@example.com\", \"type\": \"home\"}, "));
        assertThat(two.status()).isEqualTo(400);
        assertThat(two.detail()).contains("emails");
        assertThat(found("Users", "userName eq \"grete@example.com\"")).isEmpty();
    }

    @Test
    void membersOfAGroupAreAddedAndRemovedWhateverTheCaseOfTheOperation() {
        String ada = found("Users", "userName eq \"ada@example.com\"").get(0);
        String grace = found("Users", "userName eq \"grace@example.com\"").get(0);
        Answer made = send("POST", "Groups", group("Pioneers"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(send("POST", "Groups", group("pioneers")).status()).isEqualTo(409);
        assertThat(found("Groups", "displayName eq \"Pioneers\"")).containsExactly(made.id());
        assertThat(members(made.id())).isEmpty();

        assertThat(send("PATCH", "Groups/" + made.id(), members("add", ada)).status())
                .isEqualTo(204);
        send("PATCH", "Groups/" + made.id(), members("add", ada));
        assertThat(members(made.id())).containsExactly(ada);
        send("PATCH", "Groups/" + made.id(), members("add", grace));
        send("PATCH", "Groups/" + made.id(), members("remove", ada));
        assertThat(members(made.id())).containsExactly(grace);
        send("PATCH", "Groups/" + made.id(), members("Remove", grace));
        assertThat(members(made.id())).isEmpty();
        send("PATCH", "Groups/" + made.id(), members("Add", ada));
        assertThat(members(made.id())).containsExactly(ada);
        String nobody = "00000000-0000-0000-0000-000000000000";
        assertThat(send("PATCH", "Groups/" + made.id(), members("add", nobody)).status())
                .isEqualTo(404);
        assertThat(members(made.id())).containsExactly(ada);
        assertThat(send("DELETE", "Groups/" + made.id(), "").status()).isEqualTo(204);
        assertThat(get("Groups/" + made.id()).status()).isEqualTo(404);
    }

    @Test
    void aGroupWithAMemberThatIsNoneIsNotMade() {
        String body = "{\"displayName\": \"Half\", \"members\": [{\"value\": \"nobody\"}]}";
        assertThat(send("POST", "Groups", body).status()).isEqualTo(404);
        assertThat(found("Groups", "displayName eq \"Half\"")).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        String ada =
                "Users/" + found("Users", "userName eq \"ada@example.com\"").get(0);
        assertThat(get("Users?filter=userName%20sw%20%22a%22").status()).isEqualTo(400);
        assertThat(get("Users?filter=nickName%20eq%20%22a%22").status()).isEqualTo(400);
        assertThat(get("Things").status()).isEqualTo(404);
        assertThat(get("Groups/none").status()).isEqualTo(404);
        assertThat(send("POST", "Users", "no json").status()).isEqualTo(400);
        assertThat(send("PATCH", ada, "{\"Operations\": [{\"op\": \"remove\", \"path\": \"name\"}]}")
                        .status())
                .isEqualTo(400);
        assertThat(send("PATCH", ada, replace("{\"displayName\": \"\"}")).status())
                .isEqualTo(400);
        assertThat(send("DELETE", "Users", "").status()).isEqualTo(405);
        assertThat(send("PATCH", "Groups", members("add", "x")).status()).isEqualTo(405);
    }

    @Test
    void allMembersAreNotReplacedOrRemovedAtOnceAndAHundredAreTheMost() {
        String ada = found("Users", "userName eq \"ada@example.com\"").get(0);
        String group = send("POST", "Groups", group("Crowd")).id();
        send("PATCH", "Groups/" + group, members("add", ada));
        String many = "{\"value\": \"" + ada + "\"}" + ", {\"value\": \"x\"}".repeat(100);
        List<String> refused = List.of(
                members("replace", ada),
                "{\"Operations\": [{\"op\": \"remove\", \"path\": \"members\"}]}",
                "{\"Operations\": [{\"op\": \"remove\", \"path\": \"members\", \"value\": [" + many + "]}]}",
                "{\"Operations\": [{\"op\": \"shuffle\", \"path\": \"members\", \"value\": [{\"value\": \"x\"}]}]}",
                "{\"Operations\": [{\"op\": \"replace\", \"path\": \"color\", \"value\": \"red\"}]}",
                "{\"Operations\": []}");
        assertThat(refused)
                .allSatisfy(patch -> assertThat(
                                send("PATCH", "Groups/" + group, patch).status())
                        .isEqualTo(400));
        assertThat(members(group)).containsExactly(ada);
        String filtered =
                "{\"Operations\": [{\"op\": \"Remove\", \"path\": \"members[value eq \\\"" + ada + "\\\"]\"}]}";
        assertThat(send("PATCH", "Groups/" + group, filtered).status()).isEqualTo(204);
        assertThat(members(group)).isEmpty();
    }

    @Test
    void aGroupIsRenamedUnlessAnotherHasTheName() {
        String group = send("POST", "Groups", group("Old name")).id();
        send("POST", "Groups", group("Taken"));
        assertThat(send("PATCH", "Groups/" + group, replace("{\"displayName\": \"taken\"}"))
                        .status())
                .isEqualTo(409);
        String path = "{\"Operations\": [{\"op\": \"Replace\", \"path\": \"displayName\", \"value\": \"New name\"}]}";
        assertThat(send("PATCH", "Groups/" + group, path).status()).isEqualTo(204);
        assertThat(get("Groups/" + group).body().path("displayName").asText()).isEqualTo("New name");
        assertThat(get("Groups/" + group).body().path("members")).isEmpty();
    }

    @Test
    void aUserIsPatchedByPaths() {
        String id = send("POST", "Users", user("path@example.com", "Path")).id();
        String patch = """
                {"Operations": [
                  {"op": "Replace", "path": "name.familyName", "value": "Finder"},
                  {"op": "replace", "path": "emails[type eq \\"work\\"].value", "value": "new@example.com"},
                  {"op": "Add", "path": "phoneNumbers", "value": [{"value": "+49 30 1", "type": "work"}]},
                  {"op": "add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "Care"},
                  {"op": "replace", "path": "active", "value": false},
                  {"op": "replace", "path": "title", "value": "Agent"}]}""";
        Answer patched = send("PATCH", "Users/" + id, patch);
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.body().at("/name/familyName").asText()).isEqualTo("Finder");
        assertThat(patched.body().at("/emails/0/value").asText()).isEqualTo("new@example.com");
        assertThat(patched.body().path("active").asBoolean(true)).isFalse();
        String remove = "{\"Operations\": [{\"op\": \"Remove\", \"path\": \"title\"}]}";
        assertThat(send("PATCH", "Users/" + id, remove).body().has("title")).isFalse();
        try (IdentitystoreClient store = store()) {
            DescribeUserResponse user =
                    store.describeUser(r -> r.identityStoreId(IDENTITY_STORE_ID).userId(id));
            assertThat(user.phoneNumbers().get(0).value()).isEqualTo("+49 30 1");
        }
        List<String> refused = List.of(
                "{\"op\": \"remove\", \"path\": \"userName\"}",
                "{\"op\": \"remove\", \"path\": \"displayName\"}",
                "{\"op\": \"add\", \"path\": \"emails\", \"value\": [{\"value\": \"b@example.com\", \"primary\": true}]}",
                "{\"op\": \"replace\", \"path\": \"active\", \"value\": \"no\"}",
                "{\"op\": \"replace\", \"path\": \"color\", \"value\": \"red\"}",
                "{\"op\": \"replace\", \"path\": \"password\", \"value\": \"secret\"}",
                "{\"op\": \"replace\", \"path\": \"title\"}",
                "{\"path\": \"title\", \"value\": \"x\"}");
        JsonNode before = get("Users/" + id).body();
        assertThat(refused)
                .allSatisfy(
                        operation -> assertThat(send("PATCH", "Users/" + id, "{\"Operations\": [" + operation + "]}")
                                        .status())
                                .as(operation)
                                .isEqualTo(400));
        assertThat(get("Users/" + id).body()).isEqualTo(before);
        Answer put = send("PUT", "Users/" + id, user("path@example.com", "Put"));
        assertThat(put.body().has("phoneNumbers")).isFalse();
        assertThat(put.body().at("/name/givenName").asText()).isEqualTo("Put");
    }

    @Test
    void aUserHasNoOtherAttributesAndOnePhoneNumberAtMost() {
        String whole = user("extra@example.com", "Extra");
        List<String> refused = List.of(
                "\"color\": \"red\"",
                "\"password\": \"secret\"",
                "\"groups\": [{\"value\": \"x\"}]",
                "\"title\": 7",
                "\"phoneNumbers\": [{\"value\": \"1\"}, {\"value\": \"2\"}]",
                "\"addresses\": [{\"locality\": \"Bonn\"}, {\"locality\": \"Kiel\"}]");
        assertThat(refused)
                .allSatisfy(attribute -> assertThat(
                                send("POST", "Users", whole.replaceFirst("\\{", "{" + attribute + ", "))
                                        .status())
                        .as(attribute)
                        .isEqualTo(400));
        assertThat(send("POST", "Users", whole.replace("\"primary\": true", "\"primary\": false"))
                        .status())
                .isEqualTo(400);
        assertThat(found("Users", "userName eq \"extra@example.com\"")).isEmpty();
    }

    @Test
    void listsComeInPagesByCursorAndCount() {
        for (int i = 0; i < 3; i++) {
            send("POST", "Groups", group("Page " + i + System.nanoTime()));
        }
        JsonNode first = get("Groups?cursor&count=2").body();
        assertThat(first.path("Resources")).hasSize(2);
        assertThat(first.has("totalResults")).isFalse();
        JsonNode second = get("Groups?count=2&cursor="
                        + first.path("nextCursor").asText())
                .body();
        assertThat(second.path("Resources").path(0))
                .isNotEqualTo(first.path("Resources").path(0));
        assertThat(get("Groups?count=1").body().path("Resources")).hasSize(1);
        assertThat(List.of("count=0", "count=101", "count=x", "startIndex=1", "attributes=id", "cursor=made-up"))
                .allSatisfy(
                        option -> assertThat(get("Groups?" + option).status()).isEqualTo(400));
    }

    @Test
    void everyAnswerHasARequestIdAndEveryResourceItsTimes() {
        JsonNode made = send("POST", "Groups", group("Timed")).body();
        assertThat(made.at("/meta/resourceType").asText()).isEqualTo("Group");
        assertThat(made.at("/meta/created").asText()).isEqualTo(CLOCK.instant().toString());
        assertThat(get("ServiceProviderConfig").body().path("documentationUri").asText())
                .startsWith("https://docs.aws.amazon.com/");
        for (String resource : List.of("Groups", "Groups/none", "Things")) {
            assertThat(request("GET", path + resource, "").headers().firstValue("x-amzn-RequestId"))
                    .isPresent();
        }
        assertThat(request("GET", "/any-Tenant_id/scim/v2/Users", "").statusCode())
                .isEqualTo(401);
        assertThat(get("Schemas").status()).isEqualTo(501);
    }

    private Answer get(String resource) {
        return send("GET", resource, "");
    }

    private Answer send(String method, String resource, String body) {
        HttpResponse<String> response = request(method, path + resource, body);
        return new Answer(response.statusCode(), response.body());
    }

    private HttpResponse<String> request(String method, String absolute, String body) {
        HttpRequest request = HttpRequest.newBuilder(simulator.endpoint().resolve(absolute))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> found(String type, String filter) {
        Answer list = get(type + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
        assertThat(list.status()).isEqualTo(200);
        return list.body().path("Resources").findValuesAsText("id");
    }

    private static List<String> members(String group) {
        return simulator.world().identityCenter().orElseThrow().memberships().stream()
                .filter(membership -> membership.groupId().equals(group))
                .map(GroupMembership::userId)
                .toList();
    }

    private static IdentitystoreClient store() {
        return new Clients(simulator)
                .inAccount(MANAGEMENT_ACCOUNT, IdentitystoreClient.builder(), IDENTITY_CENTER_REGION);
    }

    private static String user(String name, String givenName) {
        return """
                {"userName": "%1$s", "displayName": "%2$s Example", "externalId": "x-%1$s", "active": true,
                 "name": {"givenName": "%2$s", "familyName": "Example"},
                 "emails": [{"value": "%1$s", "type": "work", "primary": true}]}
                """.formatted(name, givenName);
    }

    private static String group(String name) {
        return "{\"displayName\": \"" + name + "\"}";
    }

    private static String replace(String values) {
        return "{\"Operations\": [{\"op\": \"replace\", \"value\": " + values + "}]}";
    }

    private static String members(String operation, String userId) {
        return "{\"Operations\": [{\"op\": \"%s\", \"path\": \"members\", \"value\": [{\"value\": \"%s\"}]}]}"
                .formatted(operation, userId);
    }
}
