package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.Map;
import java.util.Optional;

/** AWS Query: members as a form, replies in XML; a list's items are {@code member}s in both. */
record QueryProtocol(String version, String namespace) implements Protocol {
    private static final String CONTENT_TYPE = "text/xml";

    @Override
    public Optional<String> operation(HttpCall call) {
        Map<String, String> form = Form.fields(call);
        return Optional.ofNullable(form.get("Action")).filter(action -> version.equals(form.get("Version")));
    }

    @Override
    public ObjectNode input(HttpCall call, String operation) {
        return Form.members(call);
    }

    @Override
    public HttpReply success(String operation, Optional<ObjectNode> output, String requestId) {
        StringBuilder xml = new StringBuilder();
        xml.append('<')
                .append(operation)
                .append("Response xmlns=\"")
                .append(namespace)
                .append("\">");
        output.ifPresent(members -> element(xml, operation + "Result", members));
        xml.append("<ResponseMetadata>");
        text(xml, "RequestId", requestId);
        xml.append("</ResponseMetadata></").append(operation).append("Response>");
        return reply(200, xml.toString(), requestId);
    }

    @Override
    public HttpReply error(ServiceError error, String requestId) {
        StringBuilder xml = new StringBuilder();
        xml.append("<ErrorResponse xmlns=\"").append(namespace).append("\"><Error>");
        text(xml, "Type", error.status() < 500 ? "Sender" : "Receiver");
        text(xml, "Code", error.code());
        text(xml, "Message", String.valueOf(error.getMessage()));
        xml.append("</Error>");
        text(xml, "RequestId", requestId);
        xml.append("</ErrorResponse>");
        return reply(error.status(), xml.toString(), requestId);
    }

    @Override
    public int refusalStatus() {
        return 403;
    }

    @Override
    public boolean isQuery() {
        return true;
    }

    private static HttpReply reply(int status, String xml, String requestId) {
        return HttpReply.of(status, CONTENT_TYPE, xml).withHeader("x-amzn-RequestId", requestId);
    }

    private static void element(StringBuilder xml, String name, JsonNode value) {
        if (value.isContainerNode()) {
            xml.append('<').append(name).append('>');
            if (value.isArray()) {
                value.forEach(item -> element(xml, "member", item));
            } else {
                value.properties().forEach(member -> element(xml, member.getKey(), member.getValue()));
            }
            xml.append("</").append(name).append('>');
        } else if (!value.isNull()) {
            text(xml, name, value.asText());
        }
    }

    private static void text(StringBuilder xml, String name, String text) {
        String escaped = text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("\r", "&#xD;");
        xml.append('<').append(name).append('>').append(escaped);
        xml.append("</").append(name).append('>');
    }
}
