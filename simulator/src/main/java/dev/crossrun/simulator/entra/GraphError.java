package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.RawAnswer;
import dev.crossrun.simulator.wire.HttpReply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Graph's refusal (Graph reference, "Microsoft Graph error responses and resource types"). */
final class GraphError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final Duration retryAfter;

    GraphError(int status, String code, String message) {
        this(status, code, message, Duration.ofSeconds(1));
    }

    private GraphError(int status, String code, String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
        this.status = status;
        this.code = code;
    }

    /** In which words Graph refuses. */
    static GraphError of(InjectedFault fault) {
        return switch (fault.kind()) {
            case THROTTLED -> tooManyRequests(fault.length());
            case SERVER_ERROR -> new GraphError(503, "serviceNotAvailable", "The service is temporarily unavailable.");
            case ACCESS_DENIED -> denied();
            case EXPIRED_CREDENTIALS ->
                new GraphError(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
            case CLOCK_SKEW ->
                new GraphError(
                        401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is not yet valid.");
            case QUOTA ->
                new GraphError(
                        403,
                        "Directory_QuotaExceeded",
                        "The directory object quota limit for the Principal has been exceeded. Please ask your"
                                + " administrator to increase the quota limit or delete objects to reduce the used"
                                + " quota.");
            case RAW_ANSWER -> {
                RawAnswer raw = fault.answer().orElseThrow();
                yield new GraphError(raw.status(), raw.code(), raw.message());
            }
            default -> throw new IllegalStateException(fault.kind() + " is no refusal");
        };
    }

    static GraphError tooManyRequests(Duration retryAfter) {
        return new GraphError(429, "TooManyRequests", "Too many requests", retryAfter);
    }

    static GraphError badRequest(String message) {
        return new GraphError(400, "Request_BadRequest", message);
    }

    /** What Graph does and the simulator does not (Graph's own code for what is not implemented). */
    static GraphError notSimulated(String what) {
        return new GraphError(501, "NotImplemented", "The simulator does not simulate " + what + ".");
    }

    static GraphError notFound(String id) {
        return new GraphError(
                404,
                "Request_ResourceNotFound",
                "Resource '" + id
                        + "' does not exist or one of its queried reference-property objects are not present.");
    }

    static GraphError denied() {
        return new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    HttpReply reply(String requestId, String clientRequestId, Instant now) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error").put("code", code).put("message", String.valueOf(getMessage()));
        error.putObject("innerError")
                .put("date", now.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""))
                .put("request-id", requestId)
                .put("client-request-id", clientRequestId);
        HttpReply reply = HttpReply.of(status, "application/json", body.toString());
        return status == 429 ? reply.withHeader("Retry-After", Long.toString(retryAfter.toSeconds())) : reply;
    }
}
