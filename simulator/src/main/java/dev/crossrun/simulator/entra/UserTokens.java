package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.crossrun.simulator.entra.AuthorizationCodes.Grant;
import java.util.Date;
import java.util.List;

/** The tokens of somebody who signed in (Microsoft identity platform, "ID token claims reference", "Access token claims reference"). */
final class UserTokens {
    private static final String GRAPH_ID = "00000003-0000-0000-c000-000000000000";

    private final EntraTenant tenant;
    private final TokenKey key;

    UserTokens(EntraTenant tenant, TokenKey key) {
        this.tenant = tenant;
        this.key = key;
    }

    /** The token endpoint's answer to a redeemed code. */
    ObjectNode answer(Grant grant, String issuer) {
        AuthorizationRequest request = grant.request();
        ObjectNode body = GraphApplications.object()
                .put("token_type", "Bearer")
                .put("scope", String.join(" ", request.scopes()))
                .put("expires_in", AccessTokens.LIFETIME.toSeconds())
                .put("ext_expires_in", AccessTokens.LIFETIME.toSeconds())
                .put(
                        "access_token",
                        key.sign(request.ownScopes().isEmpty() ? graphToken(grant) : ownToken(grant, issuer)));
        if (request.has("openid")) {
            body.put("id_token", key.sign(idToken(grant, issuer)));
        }
        return body;
    }

    private JWTClaimsSet idToken(Grant grant, String issuer) {
        JWTClaimsSet.Builder claims =
                user(grant, issuer).claim("rh", "1." + tenant.ids().secret(40) + ".");
        if (!grant.request().value("nonce").isEmpty()) {
            claims.claim("nonce", grant.request().value("nonce"));
        }
        if (grant.request().has("email")) {
            claims.claim("email", grant.user().mail());
        }
        return claims.build();
    }

    /** A token for the application's own API, as registrations with {@code requestedAccessTokenVersion} 2 get it. */
    private JWTClaimsSet ownToken(Grant grant, String issuer) {
        return user(grant, issuer)
                .claim("azp", grant.request().clientId())
                .claim("azpacr", "1")
                .claim("scp", String.join(" ", grant.request().ownScopes()))
                .build();
    }

    /** Without scopes of another resource the token is one for Graph, which the client is not meant to look into. */
    private JWTClaimsSet graphToken(Grant grant) {
        return lasting()
                .audience(GRAPH_ID)
                .issuer(tenant.entityId())
                .subject(grant.user().id())
                .claim("appid", grant.request().clientId())
                .claim("idtyp", "user")
                .claim("name", grant.user().displayName())
                .claim("oid", grant.user().id())
                .claim("scp", String.join(" ", grant.request().scopes()))
                .claim("tid", tenant.id())
                .claim("upn", grant.user().userPrincipalName())
                .claim("ver", "1.0")
                .build();
    }

    private JWTClaimsSet.Builder user(Grant grant, String issuer) {
        EntraUser user = grant.user();
        String clientId = grant.request().clientId();
        JWTClaimsSet.Builder claims = lasting()
                .audience(clientId)
                .issuer(issuer)
                .subject(AuthorizationCodes.sha256(user.id() + " " + clientId))
                .claim("tid", tenant.id())
                .claim("uti", tenant.ids().secret(22).replace('+', '-').replace('/', '_'))
                .claim("ver", "2.0");
        if (grant.request().has("profile")) {
            claims.claim("name", user.displayName())
                    .claim("oid", user.id())
                    .claim("preferred_username", user.userPrincipalName());
        }
        List<String> roles = tenant.roles(grant.request().application(), user);
        return roles.isEmpty() ? claims : claims.claim("roles", roles);
    }

    private JWTClaimsSet.Builder lasting() {
        return new JWTClaimsSet.Builder()
                .issueTime(Date.from(tenant.now()))
                .notBeforeTime(Date.from(tenant.now()))
                .expirationTime(Date.from(tenant.now().plus(AccessTokens.LIFETIME)));
    }
}
