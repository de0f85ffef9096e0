package dev.crossrun.simulator.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.HttpCall;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a person does in the console.
 *
 * @param user who clicks
 * @param path the values of the path's placeholders
 * @param body a JSON object; empty when nothing was sent
 */
public record ConsoleRequest(String user, Map<String, String> path, ObjectNode body) {

    /** Who works the console unless somebody else is named. */
    public static final String DEFAULT_USER = "admin@example.com";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public ConsoleRequest {
        path = Map.copyOf(path);
    }

    /** A request of a script: JSON, and the user in the header X-Console-User. */
    static ConsoleRequest of(HttpCall call, Map<String, String> path) {
        String user = call.header("X-Console-User").orElse(DEFAULT_USER);
        if (!user.matches("[\\w+=,.@-]{2,64}")) {
            throw ConsoleException.invalid("X-Console-User must match [\\w+=,.@-]{2,64}");
        }
        try {
            JsonNode body = call.text().isBlank() ? JSON.createObjectNode() : JSON.readTree(call.text());
            if (body instanceof ObjectNode object) {
                return new ConsoleRequest(user, path, object);
            }
            throw ConsoleException.invalid("The body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw ConsoleException.invalid("The body must be a JSON object: " + e.getOriginalMessage());
        }
    }

    /** Refuses fields that are not in the form: a misspelt one must not pass for an empty one. */
    void onlyFields(Set<String> known) {
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw ConsoleException.invalid("There is no field " + name + "; there are " + String.join(", ", known));
            }
        });
    }

    String parameter(String name) {
        return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    /** A text that is there and not blank. */
    Optional<String> text(String field) {
        return textOf(body, field);
    }

    static Optional<String> textOf(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw ConsoleException.invalid(field + " must be a text");
        }
        return Optional.of(value.asText()).filter(text -> !text.isBlank());
    }

    String required(String field) {
        return text(field).orElseThrow(() -> ConsoleException.invalid(field + " is required"));
    }
}
