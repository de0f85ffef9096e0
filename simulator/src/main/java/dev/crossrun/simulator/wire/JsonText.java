package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;

/** JSON bodies of both JSON protocols, and the form of their errors. */
final class JsonText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonText() {}

    static ObjectNode empty() {
        return JSON.createObjectNode();
    }

    static ObjectNode object(String text) {
        if (text.isBlank()) {
            return empty();
        }
        try {
            JsonNode node = JSON.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ServiceError(400, "SerializationException", "The body is not JSON");
        }
        throw new ServiceError(400, "SerializationException", "Start of structure or map found where not expected.");
    }

    static HttpReply failure(String contentType, ServiceError error, String requestId) {
        ObjectNode body = empty().put("__type", error.code()).put("message", String.valueOf(error.getMessage()));
        return HttpReply.of(error.status(), contentType, body.toString())
                .withHeader("x-amzn-errortype", error.code())
                .withHeader("x-amzn-RequestId", requestId);
    }

    /** The codes that both JSON protocols use; the statuses differ. */
    static ServiceError refusal(Protocol.Refusal refusal, int status, String message) {
        return switch (refusal) {
            case NOT_SIGNED -> new ServiceError(status, "MissingAuthenticationTokenException", message);
            case INCOMPLETE_SIGNATURE -> new ServiceError(status, "IncompleteSignatureException", message);
            case UNKNOWN_KEY -> new ServiceError(status, "UnrecognizedClientException", message);
            case EXPIRED_TOKEN -> new ServiceError(status, "ExpiredTokenException", message);
            case BAD_SIGNATURE -> new ServiceError(status, "InvalidSignatureException", message);
            case ACCESS_DENIED -> new ServiceError(status, "AccessDeniedException", message);
            case UNKNOWN_OPERATION -> new ServiceError(status, "UnknownOperationException", message);
        };
    }
}
