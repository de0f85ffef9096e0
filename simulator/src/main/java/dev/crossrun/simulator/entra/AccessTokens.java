package dev.crossrun.simulator.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tokens that applications call Graph with by themselves (Microsoft identity platform, "OAuth 2.0 client credentials flow"). */
final class AccessTokens {
    static final String GRAPH = "https://graph.microsoft.com";
    private static final String DEFAULT = "/.default";

    /** Graph by its names and by its application id. */
    private static final Set<String> RESOURCES = Set.of(GRAPH, GRAPH + "/", "00000003-0000-0000-c000-000000000000");

    static final Set<String> OPENID = Set.of("openid", "profile", "offline_access", "email");

    static final Duration LIFETIME = Duration.ofHours(1);

    private final EntraTenant tenant;
    private final TokenKey key;

    AccessTokens(EntraTenant tenant, TokenKey key) {
        this.tenant = tenant;
        this.key = key;
    }

    /**
     * The refusal of a scope: a client by itself asks for all that it was granted at one resource. The scopes of OpenID
     * Connect, which MSAL adds to it, have no effect.
     */
    Optional<HttpReply> refusedScope(String scopes, SignInReplies replies) {
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

    /** Whose valid token a request carries, with the permissions that there were when it was issued. */
    GraphClient authenticate(HttpCall call) {
        try {
            String token = call.header("Authorization")
                    .filter(value -> value.startsWith("Bearer "))
                    .orElseThrow(() -> invalid("Access token is empty."))
                    .substring("Bearer ".length());
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!key.signed(jwt)) {
                throw invalid("Access token validation failure. Invalid signature.");
            }
            if (!claims.getAudience().equals(List.of(GRAPH))) {
                throw invalid("Access token validation failure. Invalid audience.");
            }
            if (claims.getExpirationTime().toInstant().isBefore(tenant.now())) {
                throw invalid("Lifetime validation failed, the token is expired.");
            }
            return tenant.client(claims.getStringClaim("appid"))
                    .orElseThrow(() -> invalid("Unknown application."))
                    .with(Optional.ofNullable(claims.getStringListClaim("roles"))
                            .orElse(List.of()));
        } catch (ParseException | JOSEException e) {
            throw invalid("CompactToken parsing failed with error code: 80049217");
        }
    }

    private static GraphError invalid(String message) {
        return new GraphError(401, "InvalidAuthenticationToken", message);
    }

    /** A token for Graph, with the permissions of the client. */
    String issue(GraphClient client) {
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
        return key.sign(claims);
    }
}
