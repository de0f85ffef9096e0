package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.Service;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.world.TrailEntry;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes API calls to CloudTrail, in the account of the caller and the region that was called. */
final class TrailRecorder {
    private static final Map<String, String> RESOURCE_TYPES = Map.of(
            "RoleName", "AWS::IAM::Role",
            "RoleArn", "AWS::IAM::Role",
            "PolicyName", "AWS::IAM::Policy",
            "PolicyArn", "AWS::IAM::Policy",
            "SAMLProviderArn", "AWS::IAM::SAMLProvider");

    private TrailRecorder() {}

    static void record(
            String requestId,
            Service service,
            ServiceCall call,
            Optional<ObjectNode> output,
            Optional<ServiceError> error) {
        TrailEntry entry = TrailEntry.of(service.actionPrefix() + ".amazonaws.com", call.operation(), call.caller())
                .withMembers(JsonText.empty().put("requestID", requestId));
        if (!call.input().isEmpty()) {
            entry = entry.withRequest(camelCase(call.input()));
        }
        if (output.isPresent() && !service.readOnly(call.operation())) {
            entry = entry.withResponse(camelCase(output.get()));
        }
        if (error.isPresent()) {
            entry = entry.withError(
                    code(error.get()), String.valueOf(error.get().getMessage()));
        }
        for (Map.Entry<String, JsonNode> member : call.input().properties()) {
            String type = RESOURCE_TYPES.get(member.getKey());
            if (type != null) {
                entry = entry.withResource(type, member.getValue().asText());
            }
        }
        call.world().trail().record(call.caller().accountId(), call.region(), entry);
    }

    /** CloudTrail has one name for a missing permission, whatever the protocol calls it. */
    private static String code(ServiceError error) {
        return error.code().equals("AccessDeniedException") ? "AccessDenied" : error.code();
    }

    /** CloudTrail's own spelling of members, without the secrets. */
    private static ObjectNode camelCase(ObjectNode members) {
        ObjectNode copy = JsonText.empty();
        members.properties().forEach(member -> {
            String name = member.getKey();
            if (!name.equals("SecretAccessKey") && !name.equals("Password")) {
                copy.set(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1), spell(member.getValue()));
            }
        });
        return copy;
    }

    private static JsonNode spell(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return camelCase(object);
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(spell(item)));
            return copy;
        }
        return node;
    }
}
