package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.ContactCenter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the API says, as a text that is the same for every run of the same case: times, generated ids, hashes and ports have a
 * placeholder. What is absent or empty is left out, and a text of several lines is a list of its lines.
 */
final class GoldenText {
    private static final int WIDTH = 120;

    /** Ids that are the same in every run. */
    private static final Set<String> FIXED = Set.of(
            ContactCenter.CONNECT_INSTANCE_ID,
            ContactCenter.MANAGED_INSTANCE_ID,
            ContactCenter.TENANT_ID,
            ContactCenter.ENTRA_APPLICATION_ID,
            ContactCenter.CLIENT_ID,
            GoldenCases.INSTANCE_BY_HAND,
            ContactCenter.INSTANCE_ARN.replaceFirst(".*/", ""));

    /** Objects whose fields come in any order. */
    private static final Set<String> UNORDERED = Set.of("data", "facts");

    private static final List<Mask> MASKS = List.of(
            new Mask("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z", "<time>"),
            new Mask("\\b(?:[0-9a-f]{10}-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", "<uuid>"),
            new Mask("\\b[0-9a-f]{64}\\b", "<sha256>"),
            new Mask("\\b[0-9A-Fa-f]{40}\\b", "<sha1>"),
            new Mask("\\b[0-9a-f]{32}\\b", "<hex>"),
            new Mask("\\b(?:ssoins|ins|apl|ps)-[0-9a-f]{16}\\b", "<id>"),
            new Mask("\\b(?:AROA|ANPA|AIDA|ASIA|SAMLSP)[A-Z2-7]{16,17}\\b", "<id>"),
            new Mask("(?<=/saml/(?:assertion|metadata|logout)/)[A-Za-z0-9+=]+", "<id>"),
            new Mask("(?<=/appRoleAssignedTo/)[\\w-]{43}", "<id>"),
            new Mask("(?<=127\\.0\\.0\\.1:)\\d+", "<port>"));

    private GoldenText() {}

    static String of(JsonNode json) {
        return print(clean(json, ""), "") + "\n";
    }

    static String masked(String text) {
        String result = text;
        for (Mask mask : MASKS) {
            result = mask.apply(result);
        }
        return result;
    }

    private static JsonNode clean(JsonNode json, String name) {
        if (json.isObject()) {
            return object(json, name);
        }
        if (json.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            json.forEach(item -> array.add(clean(item, name)));
            return array;
        }
        return json.isTextual() ? lines(masked(json.textValue())) : json;
    }

    private static JsonNode object(JsonNode json, String name) {
        Map<String, JsonNode> fields = UNORDERED.contains(name) ? new TreeMap<>() : new LinkedHashMap<>();
        json.properties().forEach(field -> fields.put(field.getKey(), clean(field.getValue(), field.getKey())));
        fields.values().removeIf(value -> value.isNull() || (value.isContainerNode() && value.isEmpty()));
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        return object.setAll(fields);
    }

    private static JsonNode lines(String text) {
        if (!text.contains("\n")) {
            return JsonNodeFactory.instance.textNode(text);
        }
        ArrayNode lines = JsonNodeFactory.instance.arrayNode();
        text.lines().forEach(lines::add);
        return lines;
    }

    /** On one line if it fits, else its parts on lines of their own. */
    private static String print(JsonNode json, String indent) {
        String oneLine = json.toString();
        if (!json.isContainerNode() || indent.length() + oneLine.length() <= WIDTH) {
            return oneLine;
        }
        String inner = indent + "  ";
        String parts = json.isArray()
                ? json.valueStream().map(item -> inner + print(item, inner)).collect(Collectors.joining(",\n"))
                : json.propertyStream()
                        .map(field -> inner + JsonNodeFactory.instance.textNode(field.getKey()) + ": "
                                + print(field.getValue(), inner))
                        .collect(Collectors.joining(",\n"));
        return (json.isArray() ? "[\n" : "{\n") + parts + "\n" + indent + (json.isArray() ? "]" : "}");
    }

    private record Mask(Pattern pattern, String placeholder) {
        Mask(String regex, String placeholder) {
            this(Pattern.compile(regex), placeholder);
        }

        String apply(String text) {
            return pattern.matcher(text).replaceAll(this::placeholder);
        }

        private String placeholder(MatchResult found) {
            return FIXED.contains(found.group()) ? found.group() : placeholder;
        }
    }
}
