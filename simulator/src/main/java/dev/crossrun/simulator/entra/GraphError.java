package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.HttpReply;
import java.time.Instant;

/** Graph's refusal (Graph reference, "Microsoft Graph error responses and resource types"). */
final class GraphError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    GraphError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static GraphError badRequest(String message) {
        return new GraphError(400, "Request_BadRequest", message);
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

    HttpReply reply(String requestId, Instant now) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error").put("code", code).put("message", String.valueOf(getMessage()));
        error.putObject("innerError")
                .put("date", now.toString())
                .put("request-id", requestId)
                .put("client-request-id", requestId);
        HttpReply reply =
                HttpReply.of(status, "application/json", body.toString()).withHeader("request-id", requestId);
        return status == 429 ? reply.withHeader("Retry-After", "1") : reply;
    }
}
