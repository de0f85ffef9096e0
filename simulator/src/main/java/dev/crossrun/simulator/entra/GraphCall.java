package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.HttpCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to Graph: who asks, the ids in its path, its body and its query options.
 *
 * @param url where it was sent, without query
 */
record GraphCall(
        EntraTenant tenant,
        GraphClient client,
        String url,
        Map<String, String> path,
        ObjectNode body,
        GraphQuery query) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    GraphCall {
        path = Map.copyOf(path);
    }

    static ObjectNode body(HttpCall call) {
        if (call.text().isBlank() && call.method().equals("PATCH")) {
            throw new GraphError(400, "BadRequest", "Empty Payload. JSON content expected.");
        }
        if (call.text().isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (JSON.readTree(call.text()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw GraphError.badRequest("Unable to read JSON request payload.");
        }
        throw GraphError.badRequest("Unable to read JSON request payload.");
    }

    static Map<String, String> options(HttpCall call) {
        Map<String, String> options = new HashMap<>();
        for (String option : call.query().split("&")) {
            String[] parts = option.split("=", 2);
            if (!parts[0].isEmpty()) {
                options.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return options;
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String id(String name) {
        return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    /** Refuses a caller that was granted none of these permissions. */
    void require(String... anyOf) {
        for (String permission : anyOf) {
            if (client.permissions().contains(permission)) {
                return;
            }
        }
        throw GraphError.denied();
    }

    /** Refuses a change unless the caller may change all applications, or owns this one. */
    void requireOwn(EntraApplication application, String... orAnyOf) {
        boolean owned = client.permissions().contains("Application.ReadWrite.OwnedBy")
                && application.owners().contains(client.clientId());
        if (!owned && !client.permissions().contains("Application.ReadWrite.All")) {
            require(orAnyOf);
        }
    }

    String required(String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw GraphError.badRequest("A value is required for property '" + field + "' of resource.");
        }
        return value.asText();
    }

    /** Refuses parameters that the action does not have. */
    void only(String... parameters) {
        for (Map.Entry<String, JsonNode> property : body.properties()) {
            if (!property.getKey().contains("@odata.") && !List.of(parameters).contains(property.getKey())) {
                throw GraphError.badRequest("Invalid property '" + property.getKey() + "'.");
            }
        }
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** A page of a collection that was asked for. */
    <T> Optional<ObjectNode> page(GraphType type, List<T> all, Function<T, ObjectNode> form) {
        return Optional.of(query.page(url, type, all.stream().map(form)));
    }

    /** The one object that was asked for. */
    Optional<ObjectNode> one(GraphType type, ObjectNode form) {
        return Optional.of(query.one(type, form));
    }
}
