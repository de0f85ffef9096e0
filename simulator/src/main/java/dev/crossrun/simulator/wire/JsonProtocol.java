package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.Optional;

/** AWS JSON 1.1: the operation in {@code X-Amz-Target}, all members in the body. */
record JsonProtocol(String targetPrefix) implements Protocol {
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    @Override
    public Optional<String> operation(HttpCall call) {
        String target = call.header("x-amz-target").orElse("");
        return target.startsWith(targetPrefix + ".")
                ? Optional.of(target.substring(targetPrefix.length() + 1))
                : Optional.empty();
    }

    @Override
    public ObjectNode input(HttpCall call, String operation) {
        return members(call);
    }

    /** The members in a JSON body; an empty body has none. */
    static ObjectNode members(HttpCall call) {
        String text = call.text();
        if (text.isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ServiceError(400, "SerializationException", "Could not parse request body into json");
        }
        throw new ServiceError(400, "SerializationException", "Start of structure or map found where not expected.");
    }

    @Override
    public HttpReply success(String operation, Optional<ObjectNode> output, String requestId) {
        String body = output.map(ObjectNode::toString).orElse("{}");
        return HttpReply.of(200, CONTENT_TYPE, body).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public HttpReply error(ServiceError error, String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("__type", error.code()).put("Message", error.getMessage());
        return HttpReply.of(error.status(), CONTENT_TYPE, body.toString()).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public int refusalStatus() {
        return 400;
    }

    @Override
    public boolean isQuery() {
        return false;
    }
}
