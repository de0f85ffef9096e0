package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Text of others may not steer the terminal: somebody reads it there, such as a plan to approve. */
public final class Printable {
    private static final Pattern STEERING = Pattern.compile(
            "[\\p{Cntrl}\\x{80}-\\x{9F}" + "\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}&&[^\\n\\t]]");

    private Printable() {}

    /** The same text, each control character but line ends and tabs replaced. */
    public static String of(String text) {
        return STEERING.matcher(text).replaceAll("\uFFFD");
    }

    /** The same document, each control character of its texts but line ends and tabs replaced. */
    public static JsonNode of(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(of(node.textValue()));
        }
        if (node.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> items.add(of(item)));
            return items;
        }
        if (node.isObject()) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> fields.set(field.getKey(), of(field.getValue())));
            return fields;
        }
        return node;
    }
}
