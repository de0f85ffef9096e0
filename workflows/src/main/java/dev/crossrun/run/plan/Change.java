package dev.crossrun.run.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;
import java.util.Optional;

/**
 * What a step, or a person at a step, would write to one resource. Before and after are a text, a list, an object of values, or
 * a JSON document such as a policy, literally. A value that is not known yet is {@link #knownAfter}.
 *
 * @param resource kind and name of the resource; a step names each resource once
 * @param before what is there now; empty if nothing is
 * @param after what will be there; equal to {@code before} if it stays as it is; empty if nothing will be there
 */
public record Change(String resource, Optional<JsonNode> before, Optional<JsonNode> after) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public Change {
        before = before.filter(node -> !node.isNull());
        after = after.filter(node -> !node.isNull());
    }

    /** Nothing is there, and this will be. */
    public static Change create(String resource, JsonNode after) {
        return new Change(resource, Optional.empty(), Optional.of(after));
    }

    /** As {@link #create(String, JsonNode)}, in words. */
    public static Change create(String resource, String after) {
        return create(resource, TextNode.valueOf(after));
    }

    /** This is there, and stays as it is. */
    public static Change keep(String resource, JsonNode there) {
        return replace(resource, there, there);
    }

    /** As {@link #keep(String, JsonNode)}, in words. */
    public static Change keep(String resource, String there) {
        return keep(resource, TextNode.valueOf(there));
    }

    /** {@code before} is there; {@code after} will be. */
    public static Change replace(String resource, JsonNode before, JsonNode after) {
        return new Change(resource, Optional.of(before), Optional.of(after));
    }

    /** A JSON document, such as a policy; a text that is not JSON is shown as it is. */
    public static JsonNode document(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** A list of texts. */
    public static ArrayNode texts(Collection<String> all) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        all.forEach(list::add);
        return list;
    }

    /** Stands for a value that only a step brings, such as the id of an instance that it creates. */
    public static String knownAfter(String step) {
        return "(known after " + step + ")";
    }

    /** Whether it stays as it is. */
    public boolean stays() {
        return before.equals(after);
    }
}
