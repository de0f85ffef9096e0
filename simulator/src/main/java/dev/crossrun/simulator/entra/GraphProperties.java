package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a PATCH may set on a type of objects. Graph refuses everything else and changes nothing.
 *
 * @param type the name after {@code microsoft.graph.}
 * @param writable the properties that can be set, with what Graph takes for them
 * @param readOnly properties that Graph sets by itself
 * @param left properties that can be set at Graph, but not here
 */
record GraphProperties(String type, Map<String, Predicate<JsonNode>> writable, Set<String> readOnly, Set<String> left) {
    private static final int LONGEST_URI = 2048;

    void check(ObjectNode body) {
        body.properties().forEach(property -> check(property.getKey(), property.getValue()));
    }

    private void check(String name, JsonNode value) {
        if (name.equals("@odata.type")) {
            if (!value.asText().equals("#microsoft.graph." + type)) {
                throw invalid(name);
            }
            return;
        }
        if (name.contains("@odata.")) {
            return;
        }
        if (readOnly.contains(name)) {
            throw GraphError.badRequest("Property '" + name + "' is read-only and cannot be set.");
        }
        if (left.contains(name)) {
            throw GraphError.notSimulated("setting '" + name + "' of a " + type);
        }
        Predicate<JsonNode> accepted = writable.get(name);
        if (accepted == null) {
            throw GraphError.badRequest("Invalid property '" + name + "'.");
        }
        if (!accepted.test(value)) {
            throw invalid(name);
        }
    }

    private GraphError invalid(String name) {
        String resource = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        return GraphError.badRequest(
                "Invalid value specified for property '" + name + "' of resource '" + resource + "'.");
    }

    static Predicate<JsonNode> text(int longest) {
        return value ->
                value.isTextual() && !value.asText().isBlank() && value.asText().length() <= longest;
    }

    static Predicate<JsonNode> orNull(Predicate<JsonNode> other) {
        return value -> value.isNull() || other.test(value);
    }

    /** A list without the same value twice. */
    static Predicate<JsonNode> list(Predicate<JsonNode> each) {
        return value -> {
            Set<JsonNode> different = new HashSet<>();
            value.forEach(different::add);
            return value.isArray()
                    && different.size() == value.size()
                    && different.stream().allMatch(each);
        };
    }

    static boolean isFlag(JsonNode value) {
        return value.isBoolean();
    }

    static boolean isEmail(JsonNode value) {
        return value.isTextual() && value.asText().matches("[^@\\s]+@[^@\\s]+");
    }

    /** An absolute URI. */
    static boolean isUri(JsonNode value) {
        return value.isTextual() && uri(value.asText());
    }

    /** An address that browsers are sent to: https, or http of this machine; no fragment. */
    static boolean isRedirect(JsonNode value) {
        return isUri(value)
                && value.asText().matches("(?i)https://[^/#]+[^#]*|http://(localhost|127\\.0\\.0\\.1)([:/][^#]*)?");
    }

    private static boolean uri(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && text.length() <= LONGEST_URI;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
