package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The token endpoint of a tenant: client credentials by secret (Microsoft identity platform, "OAuth 2.0 client credentials flow"). */
final class AccessTokens {
    private static final String GRAPH = "https://graph.microsoft.com";
    private static final String DEFAULT = "/.default";

    /** Graph by its names and by its application id. */
    private static final Set<String> RESOURCES = Set.of(GRAPH, GRAPH + "/", "00000003-0000-0000-c000-000000000000");

    private static final Set<String> OPENID = Set.of("openid", "profile", "offline_access", "email");

    private static final Duration LIFETIME = Duration.ofHours(1);

    private final EntraTenant tenant;
    private final SigningKey key;
    private final RSAKey published;

    AccessTokens(EntraTenant tenant) {
        this.tenant = tenant;
        this.key = tenant.keys().create("CN=accounts.accesscontrol.windows.net", 5);
        this.published = new RSAKey.Builder((RSAPublicKey) key.certificate().getPublicKey())
                .keyID(tenant.ids().uuid())
                .keyUse(KeyUse.SIGNATURE)
                .build();
    }

    /** The keys that tokens are signed with, for those who verify them. */
    String keys() {
        return new JWKSet(published).toString();
    }

    HttpReply issue(HttpCall call, SignInReplies replies) {
        if (!call.method().equals("POST")) {
            return replies.refused(
                    400,
                    "invalid_request",
                    900561,
                    "The endpoint only accepts POST, OPTIONS requests. Received a " + call.method() + " request.");
        }
        Map<String, String> form = form(call.text());
        basic(call).ifPresent(form::putAll);
        for (String parameter : List.of("grant_type", "client_id")) {
            if (form.getOrDefault(parameter, "").isBlank()) {
                return replies.missing(parameter);
            }
        }
        String grant = form.getOrDefault("grant_type", "");
        if (!grant.equals("client_credentials")) {
            return replies.refused(
                    400,
                    "unsupported_grant_type",
                    70003,
                    "The app requested an unsupported grant type '" + grant + "'.");
        }
        String scope = form.getOrDefault("scope", "").trim();
        if (scope.isEmpty()) {
            return replies.missing("scope");
        }
        return refusedScope(scope, replies).orElseGet(() -> signIn(form, replies));
    }

    /**
     * The refusal of a scope: a client by itself asks for all that it was granted at one resource. The scopes of OpenID
     * Connect, which MSAL adds to it, have no effect.
     */
    private Optional<HttpReply> refusedScope(String scopes, SignInReplies replies) {
        List<String> asked = Arrays.stream(scopes.split(" +"))
                .filter(each -> !OPENID.contains(each))
                .toList();
        if (asked.size() != 1) {
            return Optional.of(replies.refused(
                    400,
                    "invalid_scope",
                    70011,
                    "The provided request must include a 'scope' input parameter. The provided value for the input"
                            + " parameter 'scope' is not valid. The scope " + scopes + " is not valid."));
        }
        String scope = asked.get(0);
        if (!scope.endsWith(DEFAULT)) {
            return Optional.of(replies.refused(
                    400,
                    "invalid_scope",
                    1002012,
                    "The provided value for scope " + scope + " is not valid. Client credential flows must have a"
                            + " scope value with /.default suffixed to the resource identifier (application ID URI)."));
        }
        String resource = scope.substring(0, scope.length() - DEFAULT.length());
        if (!RESOURCES.contains(resource)) {
            return Optional.of(replies.refused(
                    400,
                    "invalid_resource",
                    500011,
                    "The resource principal named " + resource + " was not found in the tenant named " + tenant.id()
                            + ". This can happen if the application has not been installed by the administrator of the"
                            + " tenant or consented to by any user in the tenant. You might have sent your authentication"
                            + " request to the wrong tenant."));
        }
        return Optional.empty();
    }

    private HttpReply signIn(Map<String, String> form, SignInReplies replies) {
        String clientId = form.getOrDefault("client_id", "");
        Optional<GraphClient> client = tenant.client(clientId);
        if (client.isEmpty()) {
            return replies.unknownApplication(clientId);
        }
        if (form.getOrDefault("client_secret", "").isEmpty()) {
            return replies.refused(
                    401,
                    "invalid_client",
                    7000216,
                    "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant"
                            + " type.");
        }
        if (!client.get().secret().equals(form.get("client_secret"))) {
            return replies.refused(
                    401,
                    "invalid_client",
                    7000215,
                    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret"
                            + " value, not the client secret ID, for a secret added to app '" + clientId + "'.");
        }
        ObjectNode body = GraphApplications.object()
                .put("token_type", "Bearer")
                .put("expires_in", LIFETIME.toSeconds())
                .put("ext_expires_in", LIFETIME.toSeconds())
                .put("access_token", token(client.get()));
        return replies.json(200, body.toString());
    }

    /** Whose valid token a request carries, with the permissions that there were when it was issued. */
    GraphClient authenticate(HttpCall call) {
        try {
            String token = call.header("Authorization")
                    .filter(value -> value.startsWith("Bearer "))
                    .orElseThrow(() -> invalid("Access token is empty."))
                    .substring("Bearer ".length());
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!jwt.verify(new RSASSAVerifier((RSAPublicKey) key.certificate().getPublicKey()))) {
                throw invalid("Access token validation failure. Invalid signature.");
            }
            if (claims.getExpirationTime().toInstant().isBefore(tenant.now())) {
                throw invalid("Lifetime validation failed, the token is expired.");
            }
            return tenant.client(claims.getStringClaim("appid"))
                    .orElseThrow(() -> invalid("Unknown application."))
                    .with(claims.getStringListClaim("roles"));
        } catch (ParseException | JOSEException e) {
            throw invalid("CompactToken parsing failed with error code: 80049217");
        }
    }

    private static GraphError invalid(String message) {
        return new GraphError(401, "InvalidAuthenticationToken", message);
    }

    private String token(GraphClient client) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .audience(GRAPH)
                .issuer("https://sts.windows.net/" + tenant.id() + "/")
                .issueTime(Date.from(tenant.now()))
                .notBeforeTime(Date.from(tenant.now()))
                .expirationTime(Date.from(tenant.now().plus(LIFETIME)))
                .claim("appid", client.clientId())
                .claim("tid", tenant.id())
                .claim("roles", List.copyOf(client.permissions()))
                .claim("idtyp", "app")
                .claim("ver", "1.0")
                .build();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(published.getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return jwt.serialize();
    }

    /** Client id and secret of a request that has them in its header, each encoded as in a form (RFC 6749, 2.3.1). */
    private static Optional<Map<String, String>> basic(HttpCall call) {
        return call.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Basic ", 0, "Basic ".length()))
                .flatMap(value -> decoded(value.substring("Basic ".length()).trim()))
                .map(pair -> pair.split(":", 2))
                .filter(pair -> pair.length == 2)
                .map(pair -> Map.of("client_id", plain(pair[0]), "client_secret", plain(pair[1])));
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String plain(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String field : text.split("&", -1)) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                form.put(plain(parts[0]), plain(parts[1]));
            }
        }
        return form;
    }
}
