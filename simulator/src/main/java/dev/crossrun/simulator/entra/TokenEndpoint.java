package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.UrlText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token endpoint of a tenant, for clients with a secret: client credentials and authorization codes. */
final class TokenEndpoint {
    private static final String CREDENTIALS = "client_credentials";
    private static final String CODE = "authorization_code";

    private final EntraTenant tenant;
    private final AccessTokens tokens;
    private final AuthorizationCodes codes;
    private final UserTokens userTokens;

    TokenEndpoint(EntraTenant tenant, AccessTokens tokens, AuthorizationCodes codes, UserTokens userTokens) {
        this.tenant = tenant;
        this.tokens = tokens;
        this.codes = codes;
        this.userTokens = userTokens;
    }

    HttpReply answer(HttpCall call, SignInReplies replies) {
        if (!call.method().equals("POST")) {
            return replies.refused(
                    400,
                    "invalid_request",
                    900561,
                    "The endpoint only accepts POST, OPTIONS requests. Received a " + call.method() + " request.");
        }
        try {
            return answer(form(call), replies);
        } catch (IllegalArgumentException e) {
            return replies.refused(
                    400, "invalid_request", 9002313, "Invalid request. Request is malformed or invalid.");
        }
    }

    private HttpReply answer(Map<String, String> form, SignInReplies replies) {
        for (String parameter : List.of("grant_type", "client_id")) {
            if (value(form, parameter).isBlank()) {
                return replies.missing(parameter);
            }
        }
        return switch (value(form, "grant_type")) {
            case CREDENTIALS -> clientCredentials(form, replies);
            case CODE -> refusedClient(form, replies).orElseGet(() -> redeem(form, replies));
            default ->
                replies.refused(
                        400,
                        "unsupported_grant_type",
                        70003,
                        "The app requested an unsupported grant type '" + value(form, "grant_type") + "'.");
        };
    }

    /** What an authority for several tenants answers: all registrations here are for one. */
    HttpReply refuseShared(HttpCall call, String authority, SignInReplies replies) {
        String clientId = value(form(call), "client_id");
        return tenant.applicationByClientId(clientId)
                .map(application -> replies.refused(
                        400, "invalid_request", 50194, AuthorizeEndpoint.notMultiTenant(application, authority)))
                .orElseGet(() -> replies.unknownApplication(clientId));
    }

    private HttpReply clientCredentials(Map<String, String> form, SignInReplies replies) {
        String scope = value(form, "scope").trim();
        if (scope.isEmpty()) {
            return replies.missing("scope");
        }
        return tokens.refusedScope(scope, replies)
                .or(() -> refusedClient(form, replies))
                .orElseGet(() -> {
                    ObjectNode body = GraphApplications.object()
                            .put("token_type", "Bearer")
                            .put("expires_in", AccessTokens.LIFETIME.toSeconds())
                            .put("ext_expires_in", AccessTokens.LIFETIME.toSeconds())
                            .put(
                                    "access_token",
                                    tokens.issue(tenant.client(value(form, "client_id"))
                                            .orElseThrow()));
                    return replies.json(200, body.toString());
                });
    }

    private HttpReply redeem(Map<String, String> form, SignInReplies replies) {
        for (String parameter : List.of("code", "redirect_uri")) {
            if (value(form, parameter).isBlank()) {
                return replies.missing(parameter);
            }
        }
        try {
            return replies.json(
                    200, userTokens.answer(codes.redeem(form), replies.issuer()).toString());
        } catch (AuthorizationCodes.InvalidGrant e) {
            return replies.refused(400, "invalid_grant", e.code(), String.valueOf(e.getMessage()));
        }
    }

    private Optional<HttpReply> refusedClient(Map<String, String> form, SignInReplies replies) {
        String clientId = value(form, "client_id");
        Optional<GraphClient> client = tenant.client(clientId);
        if (client.isEmpty()) {
            return Optional.of(replies.unknownApplication(clientId));
        }
        if (value(form, "client_secret").isEmpty()) {
            return Optional.of(
                    value(form, "grant_type").equals(CREDENTIALS)
                            ? replies.refused(
                                    401,
                                    "invalid_client",
                                    7000216,
                                    "'client_assertion', 'client_secret' or 'request' is required for the"
                                            + " 'client_credentials' grant type.")
                            : replies.refused(
                                    401,
                                    "invalid_client",
                                    7000218,
                                    "The request body must contain the following parameter: 'client_assertion' or"
                                            + " 'client_secret'."));
        }
        if (!client.get().secret().equals(form.get("client_secret"))) {
            return Optional.of(replies.refused(
                    401,
                    "invalid_client",
                    7000215,
                    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret"
                            + " value, not the client secret ID, for a secret added to app '" + clientId + "'."));
        }
        return Optional.empty();
    }

    private static String value(Map<String, String> form, String name) {
        return form.getOrDefault(name, "");
    }

    private static Map<String, String> form(HttpCall call) {
        Map<String, String> form = new HashMap<>();
        UrlText.parameters(call.text()).forEach(field -> form.put(field.getKey(), field.getValue()));
        basic(call).ifPresent(form::putAll);
        return form;
    }

    /** Client id and secret of a request that has them in its header, each encoded as in a form (RFC 6749, 2.3.1). */
    private static Optional<Map<String, String>> basic(HttpCall call) {
        return call.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Basic ", 0, "Basic ".length()))
                .map(value -> new String(
                        Base64.getDecoder()
                                .decode(value.substring("Basic ".length()).trim()),
                        StandardCharsets.UTF_8))
                .map(pair -> pair.split(":", 2))
                .filter(pair -> pair.length == 2)
                .map(pair -> Map.of("client_id", UrlText.decode(pair[0]), "client_secret", UrlText.decode(pair[1])));
    }
}
