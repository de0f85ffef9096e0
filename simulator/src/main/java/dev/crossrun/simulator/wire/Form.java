package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A form in the body: flat fields, and the members that AWS Query spells as {@code Tags.member.1.Key}. */
public final class Form {
    private static final Set<String> PROTOCOL_FIELDS = Set.of("Action", "Version");

    private Form() {}

    public static Map<String, String> fields(HttpCall call) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : call.text().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            fields.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
        }
        return fields;
    }

    static ObjectNode members(HttpCall call) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        fields(call).forEach((name, value) -> {
            if (!PROTOCOL_FIELDS.contains(name)) {
                put(root, name.split("\\.", -1), value);
            }
        });
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        root.properties().forEach(member -> members.set(member.getKey(), lists(member.getValue())));
        return members;
    }

    private static void put(ObjectNode node, String[] path, String value) {
        ObjectNode parent = node;
        for (int i = 0; i < path.length - 1; i++) {
            parent = parent.get(path[i]) instanceof ObjectNode there ? there : parent.putObject(path[i]);
        }
        parent.put(path[path.length - 1], value);
    }

    /** Turns {@code {"member": {"1": …, "2": …}}} into a list, at every depth. */
    private static JsonNode lists(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.size() == 1 && object.get("member") instanceof ObjectNode items) {
            TreeMap<Integer, JsonNode> ordered = new TreeMap<>();
            items.properties().forEach(item -> ordered.put(Integer.valueOf(item.getKey()), lists(item.getValue())));
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            ordered.values().forEach(list::add);
            return list;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> copy.set(member.getKey(), lists(member.getValue())));
        return copy;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
