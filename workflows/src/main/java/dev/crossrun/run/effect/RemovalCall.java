package dev.crossrun.run.effect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A call that removes one resource.
 *
 * @param activity the activity's Temporal type, one of those that are registered as removals
 * @param arguments the record that the activity takes for one resource, as JSON
 */
public record RemovalCall(String activity, JsonNode arguments) {
    /** Every text in the arguments: among them the keys of other effects that the resource belongs with. */
    public Stream<String> names() {
        return texts(arguments);
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : StreamSupport.stream(node.spliterator(), false).flatMap(RemovalCall::texts);
    }
}
