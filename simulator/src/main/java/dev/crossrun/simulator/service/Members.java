package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads members of Query requests, whose values are all texts, and refuses them as STS and IAM do. */
final class Members {
    private static final int MOST_TAGS = 50;

    private Members() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Optional<String> text(ServiceCall call, String name) {
        return Optional.ofNullable(call.input().get(name)).map(JsonNode::asText);
    }

    static String required(ServiceCall call, String name) {
        return text(call, name).orElseThrow(() -> invalid("Value null", name, "Member must not be null"));
    }

    /** The path of an IAM entity, with a slash at both ends. */
    static String path(ServiceCall call) {
        String path = text(call, "Path").orElse("/");
        check("Path", path, "/|/[\\x21-\\x7E]+/", 1, 512);
        return path;
    }

    static String description(ServiceCall call) {
        String description = text(call, "Description").orElse("");
        check("Description", description, "(?s).*", 0, 1000);
        return description;
    }

    /** A member that is an ARN. */
    static String arn(ServiceCall call, String name) {
        String arn = required(call, name, "(?s).*", 20, 2048);
        if (!arn.startsWith("arn:") || arn.split(":", 6).length != 6) {
            throw new ServiceError(400, "ValidationError", arn + " is invalid");
        }
        return arn;
    }

    /** A member whose length and characters are limited. */
    static String required(ServiceCall call, String name, String pattern, int shortest, int longest) {
        String value = required(call, name);
        check(name, value, pattern, shortest, longest);
        return value;
    }

    static void check(String name, String value, String pattern, int shortest, int longest) {
        if (value.length() > longest) {
            throw invalid("Value", name, "Member must have length less than or equal to " + longest);
        }
        if (value.length() < shortest) {
            throw invalid("Value", name, "Member must have length greater than or equal to " + shortest);
        }
        if (!value.matches(pattern)) {
            String text = "Member must satisfy regular expression pattern: " + pattern;
            throw invalid("Value '" + value + "'", name, text);
        }
    }

    /** Refuses members that AWS takes and the simulator does not: to leave them out of account would be another answer. */
    static void refuse(ServiceCall call, String... unsimulated) {
        for (String member : unsimulated) {
            if (call.input().has(member)) {
                throw new ServiceError(
                        400,
                        "ValidationError",
                        "The simulator does not simulate " + member + " of " + call.operation() + ".");
            }
        }
    }

    static int number(ServiceCall call, String name, int otherwise, int least, int most) {
        String text = text(call, name).orElse(Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}")) {
            throw new ServiceError(400, "MalformedInput", name + " is not a number");
        }
        int number = Integer.parseInt(text);
        if (number < least) {
            throw invalid("Value '" + text + "'", name, "Member must have value greater than or equal to " + least);
        }
        if (number > most) {
            throw invalid("Value '" + text + "'", name, "Member must have value less than or equal to " + most);
        }
        return number;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** The member {@code Tags}: fifty at most, none of AWS's own, and no key twice, whatever its case. */
    static Map<String, String> tags(ServiceCall call) {
        Map<String, String> tags = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        if (call.input().path("Tags").size() > MOST_TAGS) {
            throw invalid("Value", "tags", "Member must have length less than or equal to " + MOST_TAGS);
        }
        for (JsonNode tag : call.input().path("Tags")) {
            String key = tag.path("Key").asText();
            String value = tag.path("Value").asText();
            check("tags", key, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+", 1, 128);
            check("tags", value, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*", 0, 256);
            if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw new ServiceError(400, "InvalidInput", "Tag keys that begin with aws: are reserved for AWS.");
            }
            tags.put(key, value);
            if (!keys.add(key.toLowerCase(Locale.ROOT))) {
                throw new ServiceError(
                        400,
                        "InvalidInput",
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }
        return tags;
    }

    static ArrayNode tagNodes(Map<String, String> tags) {
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        tags.forEach((key, value) -> nodes.addObject().put("Key", key).put("Value", value));
        return nodes;
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static ServiceError invalid(String value, String name, String constraint) {
        String member = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return new ServiceError(
                400,
                "ValidationError",
                "1 validation error detected: " + value + " at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }
}
