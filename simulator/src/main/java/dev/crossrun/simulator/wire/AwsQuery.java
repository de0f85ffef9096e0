package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * AWS Query: a form with an {@code Action} and members as {@code Tags.member.1.Key}; the answer is XML.
 *
 * @param namespace the XML namespace of the answers
 */
record AwsQuery(String namespace) implements Protocol {
    private static final String CONTENT_TYPE = "text/xml";

    @Override
    public Optional<Request> read(HttpCall call) {
        ObjectNode form = JsonText.empty();
        UrlText.parameters(call.query()).forEach(pair -> add(form, pair));
        UrlText.parameters(call.text()).forEach(pair -> add(form, pair));
        String action = form.path("Action").asText();
        form.remove(List.of("Action", "Version"));
        ObjectNode input = JsonText.empty();
        form.properties().forEach(entry -> input.set(entry.getKey(), lists(entry.getValue())));
        return action.isEmpty() ? Optional.empty() : Optional.of(new Request(action, input));
    }

    private static void add(ObjectNode form, Map.Entry<String, String> parameter) {
        List<String> names = List.of(parameter.getKey().split("\\."));
        ObjectNode node = form;
        for (String name : names.subList(0, Math.max(names.size() - 1, 0))) {
            node = node.get(name) instanceof ObjectNode inner ? inner : node.putObject(name);
        }
        if (!names.isEmpty()) {
            node.put(names.get(names.size() - 1), parameter.getValue());
        }
    }

    /** Turns objects that only have numbered members into arrays. */
    private static JsonNode lists(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.size() == 1 && object.get("member") instanceof ObjectNode members) {
            TreeMap<Integer, JsonNode> sorted = new TreeMap<>();
            members.properties().forEach(entry -> sorted.put(index(entry.getKey()), lists(entry.getValue())));
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            array.addAll(sorted.values());
            return array;
        }
        ObjectNode copy = JsonText.empty();
        object.properties().forEach(entry -> copy.set(entry.getKey(), lists(entry.getValue())));
        return copy;
    }

    private static int index(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new ServiceError(400, "MalformedInput", "Key " + text + " is not an integer");
        }
        return Integer.parseInt(text);
    }

    @Override
    public HttpReply success(HttpCall call, String operation, Optional<ObjectNode> output, String requestId) {
        StringBuilder xml = new StringBuilder();
        xml.append("<")
                .append(operation)
                .append("Response xmlns=\"")
                .append(namespace)
                .append("\">");
        output.ifPresent(members -> element(xml, operation + "Result", members));
        xml.append("<ResponseMetadata><RequestId>").append(requestId).append("</RequestId></ResponseMetadata>");
        xml.append("</").append(operation).append("Response>");
        return HttpReply.of(200, CONTENT_TYPE, xml.toString()).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public HttpReply failure(HttpCall call, ServiceError error, String requestId) {
        ObjectNode body = JsonText.empty();
        body.put("Type", error.status() < 500 ? "Sender" : "Receiver");
        body.put("Code", error.code()).put("Message", String.valueOf(error.getMessage()));
        StringBuilder xml = new StringBuilder("<ErrorResponse xmlns=\"" + namespace + "\">");
        element(xml, "Error", body);
        xml.append("<RequestId>").append(requestId).append("</RequestId></ErrorResponse>");
        return HttpReply.of(error.status(), CONTENT_TYPE, xml.toString()).withHeader("x-amzn-RequestId", requestId);
    }

    private static void element(StringBuilder xml, String name, JsonNode value) {
        xml.append('<').append(name).append('>');
        if (value.isArray()) {
            value.forEach(item -> element(xml, "member", item));
        } else if (value.isObject()) {
            value.properties().forEach(entry -> element(xml, entry.getKey(), entry.getValue()));
        } else {
            xml.append(escape(value.asText()));
        }
        xml.append("</").append(name).append('>');
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#xD;");
    }

    @Override
    public ServiceError refusal(Refusal refusal, String message) {
        return switch (refusal) {
            case NOT_SIGNED -> new ServiceError(403, "MissingAuthenticationToken", message);
            case INCOMPLETE_SIGNATURE -> new ServiceError(400, "IncompleteSignature", message);
            case UNKNOWN_KEY -> new ServiceError(403, "InvalidClientTokenId", message);
            case EXPIRED_TOKEN -> new ServiceError(403, "ExpiredToken", message);
            case BAD_SIGNATURE -> new ServiceError(403, "SignatureDoesNotMatch", message);
            case ACCESS_DENIED -> new ServiceError(403, "AccessDenied", message);
            case UNKNOWN_OPERATION -> new ServiceError(400, "InvalidAction", message);
        };
    }
}
