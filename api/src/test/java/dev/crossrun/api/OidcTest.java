package dev.crossrun.api;

import static dev.crossrun.api.ApiFixture.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.api.auth.Grant;
import dev.crossrun.api.auth.OidcSettings;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Role;
import dev.crossrun.temporal.SealingKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Access tokens of an OpenID provider that is not of this project, with the claims that Microsoft Entra ID gives. */
class OidcTest {
    private static final String TENANT = "contoso";
    private static final String AUDIENCE = "2f1c8a52-2c3c-4a53-9f0c-3f2c0d5f6f11";

    private static final MockOAuth2Server provider = new MockOAuth2Server();
    private static ApiFixture crossrun;
    private static EmbeddedApi api;

    @BeforeAll
    static void open() {
        provider.start();
        crossrun = new ApiFixture(true);
        api = crossrun.serve(configuration(issuer()));
    }

    private static ApiConfiguration configuration(URI issuer) {
        ApiConfiguration configuration = ApiConfiguration.embedded(
                0,
                List.of(
                        new TokenPrincipal(
                                "kim (automation)",
                                Sha256.of("token-of-kim").value(),
                                Set.of(Role.REQUESTER, Role.APPROVER),
                                Optional.empty(),
                                Optional.of(new TokenPrincipal.Identity(issuer.toString(), "oid-of-kim"))),
                        TokenPrincipal.of(
                                "Kim@Example.com",
                                Sha256.of("token-of-namesake").value(),
                                Set.of(Role.REQUESTER, Role.APPROVER))),
                SealingKeys.none());
        configuration.setOidc(new OidcSettings(
                issuer,
                AUDIENCE,
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        "Crossrun.Requester", Grant.everywhere(Set.of(Role.REQUESTER)),
                        "Crossrun.Approver", Grant.everywhere(Set.of(Role.APPROVER)),
                        "approvers-of-two",
                                new Grant(
                                        Set.of(Role.APPROVER),
                                        Optional.of(new Scope(Optional.empty(), Optional.of(Set.of("222222222222")))))),
                false));
        return configuration;
    }

    @AfterAll
    static void close() {
        api.close();
        crossrun.close();
        provider.shutdown();
    }

    @Test
    void aUserStartsARunWithAnAccessTokenAndIsKnownByItsObjectId() {
        Reply started = post(token(Map.of()), ApiTest.START, input("by-oidc"));
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.at("/requestedBy/name").asText()).isEqualTo("kim@example.com");
        assertThat(started.at("/requestedBy/issuer").asText()).isEqualTo(issuer().toString());
        assertThat(started.at("/requestedBy/subject").asText()).isEqualTo("oid-of-kim");
    }

    /** The same person: by a listed token that states the identity, by the provider, and by a listed token of the same name. */
    @Test
    void onePersonApprovesNothingOfItsOwnByWhicheverWaysItComesIn() {
        String provider = token(Map.of("roles", List.of("Crossrun.Requester", "Crossrun.Approver")));
        String[][] pairs = {
            {provider, provider},
            {provider, "token-of-kim"},
            {"token-of-kim", provider},
            {"token-of-kim", "token-of-kim"},
            {provider, "token-of-namesake"},
            {"token-of-namesake", provider},
            {"token-of-namesake", "token-of-namesake"}
        };
        String lee = token(Map.of(
                "oid", "oid-of-lee", "preferred_username", "lee@example.com", "roles", List.of("Crossrun.Approver")));
        for (int i = 0; i < pairs.length; i++) {
            String run = "/v1/runs/errand.ways-" + i;
            Reply started = post(pairs[i][0], ApiTest.START, input("ways-" + i));
            assertThat(started.status()).as(started.http().body()).isEqualTo(201);
            Reply refused = crossrun.approveAs(api, pairs[i][1], run);
            assertThat(refused.status()).as("pair %d", i).isEqualTo(403);
            assertThat(refused.at("/detail").asText()).contains("Somebody else must answer this");
            assertThat(crossrun.approveAs(api, lee, run).status()).isEqualTo(200);
        }
    }

    @Test
    void rolesHoldForTheRunsOfTheirOwnGrant() {
        String both = token(Map.of(
                "oid",
                "oid-of-max",
                "preferred_username",
                "max@example.com",
                "roles",
                List.of("Crossrun.Requester", "approvers-of-two")));
        post("token-of-kim", ApiTest.START, input("grant-one"));
        post("token-of-kim", ApiTest.START, input("grant-two").replace("111111111111", "222222222222"));
        assertThat(crossrun.approveAs(api, both, "/v1/runs/errand.grant-one")
                        .at("/detail")
                        .asText())
                .isEqualTo("This takes the role APPROVER");
        assertThat(crossrun.approveAs(api, both, "/v1/runs/errand.grant-two").status())
                .isEqualTo(200);
        String two = token(Map.of("oid", "oid-of-eva", "roles", List.of("approvers-of-two")));
        assertThat(crossrun.send(api, two, "GET", "/v1/runs/errand.grant-one", Optional.empty())
                        .status())
                .isEqualTo(404);
        assertThat(post(two, ApiTest.START, input("grant-three")).at("/detail").asText())
                .startsWith("This takes the role REQUESTER");
    }

    @Test
    void aTokenOfAnotherIssuerOrAudienceOrThatHasExpiredIsRefusedWithTheReason() {
        assertThat(refusal(provider.issueToken("other", "kim", callback("other", AUDIENCE, 3600, Map.of("scp", "run")))
                        .serialize()))
                .contains("401", "Signed JWT rejected");
        assertThat(refusal(issued("another-api", 3600, Map.of("scp", "run")))).contains("401", "aud");
        assertThat(refusal(issued(AUDIENCE, -120, Map.of("scp", "run")))).contains("401", "Expired JWT");
    }

    @Test
    void aTokenThatNobodySignedIsRefused() {
        String none = base64("{\"alg\": \"none\"}") + "."
                + base64(("{\"iss\": \"%s\", \"aud\": \"%s\", \"sub\": \"kim\", \"scp\": \"run\","
                                + " \"roles\": [\"Crossrun.Requester\"], \"iat\": 1, \"exp\": 9999999999}")
                        .formatted(issuer(), AUDIENCE))
                + ".";
        assertThat(refusal(none)).contains("401", "Unsecured (plain) JWTs are rejected");
    }

    @Test
    void anIdTokenIsRefusedThoughItCarriesRoles() {
        Map<String, Object> claims = new HashMap<>(Map.of("nonce", "n", "oid", "oid-of-kim"));
        assertThat(refusal(issued(AUDIENCE, 3600, claims))).contains("401", "an ID token is not accepted");
    }

    @Test
    void aTokenOfAnApplicationIsRefusedUnlessItIsConfigured() {
        assertThat(refusal(issued(AUDIENCE, 3600, Map.of("idtyp", "app", "oid", "oid-of-app"))))
                .contains("401", "oidc.applications");
        assertThat(refusal(issued(AUDIENCE, 3600, Map.of("scope", "run", "client_id", "pairwise-subject"))))
                .contains("401", "oidc.applications");
    }

    @Test
    void aTokenWithoutAMappedRoleIsForbiddenAndSaysSoIfItsGroupsWereLeftOut() {
        assertThat(refusal(token(Map.of("roles", List.of("Reader"))))).contains("403", "gives a role");
        assertThat(refusal(token(Map.of("roles", List.of(), "_claim_names", Map.of("roles", "src1")))))
                .contains("403", "leaves out roles", "app role");
    }

    @Test
    void keysThatTheProviderRotatesAreReadAgain() throws Exception {
        try (RotatingProvider rotating = new RotatingProvider(AUDIENCE);
                EmbeddedApi other = crossrun.serve(configuration(rotating.issuer()))) {
            assertThat(get(other, rotating.token()).status()).isEqualTo(200);
            String before = rotating.token();
            rotating.rotate();
            assertThat(get(other, rotating.token()).status()).isEqualTo(200);
            assertThat(get(other, before).status()).isEqualTo(401);
        }
    }

    @Test
    void aProviderThatCannotBeReachedIsNotTheCallersFault() {
        try (EmbeddedApi other = crossrun.serve(configuration(URI.create("http://127.0.0.1:1/tenant")))) {
            for (int i = 0; i < 3; i++) {
                Reply reply = get(other, token(Map.of()));
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.at("/detail").asText()).contains("OpenID provider");
            }
            assertThat(get(other, "token-of-kim").status()).isEqualTo(200);
        }
    }

    @Test
    void aTokenOfTheListGoesOnWorking() {
        assertThat(get("token-of-kim").status()).isEqualTo(200);
        assertThat(get("no.such.token").status()).isEqualTo(401);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static URI issuer() {
        return provider.issuerUrl(TENANT).uri();
    }

    private static String token(Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "scp", "Crossrun.Use",
                "oid", "oid-of-kim",
                "preferred_username", "kim@example.com",
                "roles", List.of("Crossrun.Requester")));
        all.putAll(claims);
        return issued(AUDIENCE, 3600, all);
    }

    private static String issued(String audience, long seconds, Map<String, Object> claims) {
        Map<String, Object> all = new HashMap<>(Map.of("roles", List.of("Crossrun.Requester")));
        all.putAll(claims);
        return provider.issueToken(TENANT, "client", callback(TENANT, audience, seconds, all))
                .serialize();
    }

    private static DefaultOAuth2TokenCallback callback(
            String issuer, String audience, long seconds, Map<String, Object> claims) {
        return new DefaultOAuth2TokenCallback(
                issuer, "pairwise-subject", JOSEObjectType.JWT.getType(), List.of(audience), claims, seconds);
    }

    private static String refusal(String token) {
        Reply reply = get(token);
        return reply.status() + " " + reply.at("/detail").asText();
    }

    private static Reply get(String token) {
        return get(api, token);
    }

    private static Reply get(EmbeddedApi api, String token) {
        return crossrun.send(api, token, "GET", "/v1/runbooks", Optional.empty());
    }

    private static Reply post(String token, String path, String body) {
        return crossrun.send(api, token, "POST", path, Optional.of(body));
    }
}
