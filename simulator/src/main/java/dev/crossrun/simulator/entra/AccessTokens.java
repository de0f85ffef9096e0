package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.RawAnswer;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token endpoint of a tenant: client credentials by secret (Microsoft identity platform, "OAuth 2.0 client credentials flow"). */
final class AccessTokens {
    private static final String GRAPH = "https://graph.microsoft.com";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final EntraTenant tenant;
    private final SigningKey key;

    AccessTokens(EntraTenant tenant) {
        this.tenant = tenant;
        this.key = tenant.keys().create("CN=accounts.accesscontrol.windows.net", 5);
    }

    HttpReply issue(HttpCall call) {
        Map<String, String> form = form(call.text());
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return refused(400, "unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.");
        }
        String clientId = form.getOrDefault("client_id", "");
        Optional<GraphClient> client = tenant.client(clientId);
        if (client.isEmpty()) {
            return refused(
                    400,
                    "unauthorized_client",
                    "AADSTS700016: Application with identifier '" + clientId + "' was not found in the directory '"
                            + tenant.id() + "'.");
        }
        if (!client.get().secret().equals(form.get("client_secret"))) {
            return refused(
                    401,
                    "invalid_client",
                    "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the"
                            + " client secret value, not the client secret ID, for a secret added to app '" + clientId
                            + "'.");
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("token_type", "Bearer")
                .put("expires_in", LIFETIME.toSeconds())
                .put("ext_expires_in", LIFETIME.toSeconds())
                .put("access_token", token(client.get()));
        return HttpReply.of(200, "application/json; charset=utf-8", body.toString());
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
                .expirationTime(Date.from(tenant.now().plus(LIFETIME)))
                .claim("appid", client.clientId())
                .claim("tid", tenant.id())
                .claim("roles", List.copyOf(client.permissions()))
                .claim("idtyp", "app")
                .build();
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            jwt.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return jwt.serialize();
    }

    /** In which words the sign-in service refuses. */
    static HttpReply refusal(InjectedFault fault) {
        return switch (fault.kind()) {
            case THROTTLED ->
                refused(429, "temporarily_unavailable", "AADSTS90055: The tenant has exceeded its request limit.")
                        .withHeader("Retry-After", Long.toString(fault.length().toSeconds()));
            case SERVER_ERROR ->
                refused(503, "temporarily_unavailable", "AADSTS90033: A transient error has occurred. Try again.");
            case ACCESS_DENIED -> refused(400, "unauthorized_client", "AADSTS7000112: The application is disabled.");
            case EXPIRED_CREDENTIALS ->
                refused(401, "invalid_client", "AADSTS7000222: The provided client secret keys are expired.");
            case RAW_ANSWER -> {
                RawAnswer raw = fault.answer().orElseThrow();
                yield refused(raw.status(), raw.code(), raw.message());
            }
            default -> throw new IllegalStateException(fault.kind() + " is no refusal of the sign-in service");
        };
    }

    private static HttpReply refused(int status, String error, String description) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", description);
        return HttpReply.of(status, "application/json; charset=utf-8", body.toString());
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String field : text.split("&", -1)) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return form;
    }
}
