package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads members with the checks of a service's model. What fails is refused with the given error code and AWS's words
 * ("1 validation error detected: …").
 */
final class Input {
    private final ObjectNode members;
    private final String errorCode;

    private Input(ObjectNode members, String errorCode) {
        this.members = members;
        this.errorCode = errorCode;
    }

    static Input of(ServiceCall call, String errorCode) {
        return new Input(call.input(), errorCode);
    }

    /** The same checks on a member that is a structure. */
    Input nested(String name) {
        if (!(members.get(name) instanceof ObjectNode object)) {
            throw missing(name);
        }
        return new Input(object, errorCode);
    }

    boolean has(String name) {
        return members.hasNonNull(name);
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /** A required text that must match a pattern of the model as a whole. */
    String text(String name, String pattern) {
        String value = text(name);
        if (!Pattern.compile(pattern, Pattern.DOTALL).matcher(value).matches()) {
            throw invalid(name, value, "Member must satisfy regular expression pattern: " + pattern);
        }
        return value;
    }

    String text(String name, String pattern, int min, int max) {
        String value = text(name);
        checkLength(name, value, min, max);
        return text(name, pattern);
    }

    String textOfLength(String name, int min, int max) {
        return checkLength(name, text(name), min, max);
    }

    Optional<String> optionalText(String name) {
        JsonNode node = members.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new ServiceError(400, "SerializationException", "STRING_VALUE expected for " + name);
        }
        return Optional.of(node.asText());
    }

    Optional<String> optionalText(String name, int min, int max) {
        return optionalText(name).map(value -> checkLength(name, value, min, max));
    }

    int number(String name, int defaultValue, int min, int max) {
        JsonNode node = members.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return defaultValue;
        }
        if (!node.asText().matches("-?\\d{1,9}")) {
            throw new ServiceError(400, "SerializationException", "NUMBER_VALUE expected for " + name);
        }
        int value = node.asInt();
        if (value < min) {
            throw invalid(name, value, "Member must have value greater than or equal to " + min);
        }
        if (value > max) {
            throw invalid(name, value, "Member must have value less than or equal to " + max);
        }
        return value;
    }

    boolean requiredFlag(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        if (!members.path(name).isBoolean()) {
            throw new ServiceError(400, "SerializationException", "BOOLEAN_VALUE expected for " + name);
        }
        return flag(name);
    }

    boolean flag(String name) {
        return members.path(name).asBoolean(false);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        members.path(name).forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** A required list of limited length. */
    List<String> texts(String name, int min, int max) {
        if (!members.path(name).isArray()) {
            throw missing(name);
        }
        List<String> texts = texts(name);
        if (texts.size() < min) {
            throw invalid(name, texts, "Member must have length greater than or equal to " + min);
        }
        if (texts.size() > max) {
            throw invalid(name, texts, "Member must have length less than or equal to " + max);
        }
        return texts;
    }

    List<Input> structures(String name) {
        List<Input> structures = new ArrayList<>();
        members.path(name).forEach(item -> structures.add(new Input((ObjectNode) item, errorCode)));
        return structures;
    }

    /** A list of {@code Key} and {@code Value}. */
    Map<String, String> tags(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        structures(name).forEach(tag -> tags.put(tag.textOfLength("Key", 1, 128), tag.textOfLength("Value", 0, 256)));
        return tags;
    }

    /** A map of keys to values, at most fifty and none of AWS's own. */
    Map<String, String> tagMap(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> tag : members.path(name).properties()) {
            String key = checkLength(name, tag.getKey(), 1, 128);
            if (key.startsWith("aws:")) {
                throw invalid(name, key, "Map keys must satisfy constraint: [Member must not start with aws:]");
            }
            tags.put(key, checkLength(name, tag.getValue().asText(), 0, 256));
        }
        if (tags.size() > 50) {
            throw invalid(name, tags, "Member must have length less than or equal to 50");
        }
        return tags;
    }

    ServiceError invalid(String name, Object value, String constraint) {
        String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return new ServiceError(
                400,
                errorCode,
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    private String checkLength(String name, String value, int min, int max) {
        if (value.length() < min) {
            throw invalid(name, value, "Member must have length greater than or equal to " + min);
        }
        if (value.length() > max) {
            throw invalid(name, value, "Member must have length less than or equal to " + max);
        }
        return value;
    }

    private ServiceError missing(String name) {
        String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return new ServiceError(
                400,
                errorCode,
                "1 validation error detected: Value null at '" + member
                        + "' failed to satisfy constraint: Member must not be null");
    }
}
