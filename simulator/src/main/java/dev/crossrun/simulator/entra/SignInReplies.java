package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.RawAnswer;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * How the sign-in service answers one request (Microsoft identity platform, "Microsoft Entra authentication and
 * authorization error codes").
 */
final class SignInReplies {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'");
    private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    private final EntraTenant tenant;
    private final HttpCall call;
    private final String traceId;
    private final String correlationId;

    SignInReplies(EntraTenant tenant, HttpCall call) {
        this.tenant = tenant;
        this.call = call;
        this.traceId = tenant.ids().uuid();
        this.correlationId = call.header("client-request-id")
                .filter(id -> id.matches(UUID))
                .orElseGet(() -> tenant.ids().uuid());
    }

    HttpReply json(int status, String body) {
        return HttpReply.of(status, "application/json; charset=utf-8", body)
                .withHeader("Cache-Control", "no-store, no-cache")
                .withHeader("x-ms-request-id", traceId)
                .withHeader("client-request-id", correlationId);
    }

    /** A refusal; {@code code} is the number after AADSTS. */
    HttpReply refused(int status, String error, int code, String description) {
        String time = time();
        ObjectNode body =
                GraphApplications.object().put("error", error).put("error_description", described(code, description));
        body.putArray("error_codes").add(code);
        body.put("timestamp", time)
                .put("trace_id", traceId)
                .put("correlation_id", correlationId)
                .put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
        return json(status, body.toString());
    }

    /** A description as the sign-in service words it; {@code code} is the number after AADSTS. */
    String described(int code, String description) {
        return "AADSTS" + code + ": " + description + " Trace ID: " + traceId + " Correlation ID: " + correlationId
                + " Timestamp: " + time();
    }

    private String time() {
        return TIME.format(tenant.now().atOffset(ZoneOffset.UTC));
    }

    HttpReply missing(String parameter) {
        return refused(
                400,
                "invalid_request",
                900144,
                "The request body must contain the following parameter: '" + parameter + "'.");
    }

    HttpReply unknownApplication(String clientId) {
        return refused(400, "unauthorized_client", 700016, applicationNotFound(clientId));
    }

    String applicationNotFound(String clientId) {
        return "Application with identifier '" + clientId + "' was not found in the directory '" + tenant.id()
                + "'. This can happen if the application has not been installed by the administrator of the tenant or"
                + " consented to by any user in the tenant. You may have sent your authentication request to the wrong"
                + " tenant.";
    }

    /** The authority that signs tokens: over TLS Entra's own name, otherwise the address that the client used. */
    String issuer() {
        String authority = call.scheme().equals("https") ? "https://login.microsoftonline.com" : call.origin();
        return authority + "/" + tenant.id() + "/v2.0";
    }

    /** Another tenant's id or domain name, or neither. The configuration calls it by an error of its own. */
    HttpReply unknownTenant(String asked, boolean configuration) {
        String error = configuration ? "invalid_tenant" : "invalid_request";
        return asked.matches(UUID) || asked.contains(".")
                ? refused(
                        400,
                        error,
                        90002,
                        "Tenant '" + asked + "' not found. Check to make sure you have the correct tenant ID and are"
                                + " signing into the correct cloud. Check with your subscription administrator, this may"
                                + " happen if there are no active subscriptions for the tenant.")
                : refused(
                        400,
                        error,
                        900023,
                        "Specified tenant identifier '" + asked
                                + "' is neither a valid DNS name, nor a valid external domain.");
    }

    /** What the sign-in service may have and the simulator has not. */
    HttpReply unknownPage() {
        ObjectNode body = GraphApplications.object()
                .put("error", "not_implemented")
                .put("error_description", "The simulator does not simulate " + call.method() + " " + call.path() + ".");
        return json(501, body.toString());
    }

    /** The metadata that clients sign in by (OpenID Connect Discovery). */
    HttpReply configuration() {
        String here = call.origin() + "/" + tenant.id();
        ObjectNode body = GraphApplications.object()
                .put("token_endpoint", here + "/oauth2/v2.0/token")
                .put("jwks_uri", here + "/discovery/v2.0/keys")
                .put("issuer", issuer())
                .put("authorization_endpoint", here + "/oauth2/v2.0/authorize")
                .put("end_session_endpoint", here + "/oauth2/v2.0/logout")
                .put("http_logout_supported", true)
                .put("tenant_region_scope", "EU")
                .put("cloud_instance_name", "microsoftonline.com")
                .put("msgraph_host", "graph.microsoft.com");
        body.set(
                "token_endpoint_auth_methods_supported",
                GraphApplications.texts(List.of("client_secret_post", "client_secret_basic")));
        body.set("response_types_supported", GraphApplications.texts(List.of("code")));
        body.set("response_modes_supported", GraphApplications.texts(List.of("query")));
        body.set("code_challenge_methods_supported", GraphApplications.texts(List.of("S256")));
        body.set("scopes_supported", GraphApplications.texts(List.of("openid", "profile", "email", "offline_access")));
        body.set("subject_types_supported", GraphApplications.texts(List.of("pairwise")));
        body.set("id_token_signing_alg_values_supported", GraphApplications.texts(List.of("RS256")));
        body.set(
                "claims_supported",
                GraphApplications.texts(List.of(
                        "sub",
                        "iss",
                        "aud",
                        "exp",
                        "iat",
                        "nonce",
                        "preferred_username",
                        "name",
                        "tid",
                        "ver",
                        "email")));
        return json(200, body.toString());
    }

    /** In which words the sign-in service refuses. */
    HttpReply refusal(InjectedFault fault) {
        return switch (fault.kind()) {
            case THROTTLED ->
                refused(429, "temporarily_unavailable", 90055, "The tenant has exceeded its request limit.")
                        .withHeader("Retry-After", Long.toString(fault.length().toSeconds()));
            case SERVER_ERROR ->
                refused(503, "temporarily_unavailable", 90033, "A transient error has occurred. Try again.");
            case ACCESS_DENIED -> refused(400, "unauthorized_client", 7000112, "The application is disabled.");
            case EXPIRED_CREDENTIALS ->
                refused(401, "invalid_client", 7000222, "The provided client secret keys are expired.");
            case RAW_ANSWER -> {
                RawAnswer raw = fault.answer().orElseThrow();
                yield json(
                        raw.status(),
                        GraphApplications.object()
                                .put("error", raw.code())
                                .put("error_description", raw.message())
                                .toString());
            }
            default -> throw new IllegalStateException(fault.kind() + " is no refusal of the sign-in service");
        };
    }
}
