package dev.crossrun.desk.session;

import com.nimbusds.oauth2.sdk.TokenRequest;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.Headers;

/**
 * An OpenID provider that is not of this project. It gives the claims of Microsoft Entra ID, and a test can replace single claims
 * and the answers of single endpoints.
 */
final class TestProvider implements AutoCloseable {
    static final String CLIENT = "2f1c8a52-2c3c-4a53-9f0c-3f2c0d5f6f11";
    static final String SECRET = "a secret of at least 32 bytes: /+%";

    static final String TENANT = "contoso";

    private final Map<String, OAuth2HttpResponse> answers = new ConcurrentHashMap<>();
    private final Map<String, Object> claims = Collections.synchronizedMap(new HashMap<>());
    private final int port;
    private MockOAuth2Server server;

    TestProvider() {
        server = newServer(0);
        port = server.baseUrl().port();
        reset();
    }

    private MockOAuth2Server newServer(int port) {
        MockOAuth2Server made = new MockOAuth2Server(
                new OAuth2Config(
                        false, null, null, false, new OAuth2TokenProvider(), Set.of(new CurrentClaims(claims))),
                new Replaced(answers));
        made.start(InetAddress.getLoopbackAddress(), port);
        return made;
    }

    URI issuer() {
        return URI.create("http://localhost:" + port + "/" + TENANT);
    }

    /** From now on, tokens have this claim. */
    void claim(String name, Object value) {
        claims.put(name, value);
    }

    /** From now on, tokens do not have it. */
    void withoutClaim(String name) {
        claims.put(name, null);
    }

    /** From now on, {@code endpoint} ({@code token}, {@code jwks}) answers so. */
    void answer(String endpoint, int status, String type, String body) {
        answers.put(
                endpoint,
                new OAuth2HttpResponse(
                        Headers.of("Content-Type", type), status, body, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** From now on, the token endpoint gives this ID token. */
    void idToken(String token) {
        answer(
                "token",
                200,
                "application/json",
                "{\"access_token\": \"any\", \"token_type\": \"Bearer\", \"id_token\": \"" + token + "\"}");
    }

    /** From now on, an endpoint answers as the provider does. */
    void ownAnswer(String endpoint) {
        answers.remove(endpoint);
    }

    /** Everything as the provider does it, for a requester named Kim. */
    void reset() {
        answers.clear();
        claims.clear();
        claims.putAll(Map.of(
                "oid", "oid-of-kim",
                "preferred_username", "kim@example.com",
                "roles", List.of("Crossrun.Requester")));
    }

    void stop() {
        server.shutdown();
    }

    /** At the same address as before. */
    void start() {
        server = newServer(port);
    }

    @Override
    public void close() {
        stop();
    }

    private static final class CurrentClaims extends DefaultOAuth2TokenCallback {
        private final Map<String, Object> claims;

        CurrentClaims(Map<String, Object> claims) {
            super(TENANT, "pairwise-subject");
            this.claims = claims;
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return new HashMap<>(claims);
        }
    }

    private record Replaced(Map<String, OAuth2HttpResponse> answers) implements Route {
        @Override
        public boolean match(OAuth2HttpRequest request) {
            return answers.containsKey(endpoint(request));
        }

        @Override
        public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
            return answers.get(endpoint(request));
        }

        private static String endpoint(OAuth2HttpRequest request) {
            List<String> path = request.getUrl().pathSegments();
            return path.get(path.size() - 1);
        }
    }
}
