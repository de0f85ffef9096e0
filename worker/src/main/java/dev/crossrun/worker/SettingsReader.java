package dev.crossrun.worker;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.crossrun.domain.Text;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads YAML into records and finds all its faults at once, each with the key where it is. What may be left out is an
 * {@link Optional}, a map or a flag; a record's constructor says what else is wrong once its own keys are right.
 */
final class SettingsReader {
    private static final ObjectMapper YAML =
            YAMLMapper.builder().addModule(new Jdk8Module()).build();

    private final List<String> faults = new ArrayList<>();

    /** @throws IllegalArgumentException with all faults, one a line */
    static <T> T read(String yaml, Class<T> type) {
        SettingsReader reader = new SettingsReader();
        try {
            JsonNode tree = YAML.readTree(yaml);
            reader.check(tree, type, "");
            if (reader.faults.isEmpty()) {
                return YAML.treeToValue(tree, type);
            }
        } catch (JsonProcessingException e) {
            reader.faults.add(
                    "line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": this is not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        throw new IllegalArgumentException(String.join("\n", reader.faults));
    }

    private void check(JsonNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            if (!node.isNull()) {
                check(node, generic.getActualTypeArguments()[0], path);
            }
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
            checkMap(node, generic.getActualTypeArguments(), path);
        } else if (type instanceof Class<?> record && isOfKeys(record)) {
            checkRecord(node, record, path);
        } else {
            checkValue(node, (Class<?>) type, path);
        }
    }

    private void checkMap(JsonNode node, Type[] types, String path) {
        if (!node.isObject() && !node.isNull()) {
            fault(path, "wanted: keys with values");
        }
        node.properties().forEach(entry -> {
            String below = path + "." + entry.getKey();
            checkValue(TextNode.valueOf(entry.getKey()), (Class<?>) types[0], below);
            check(entry.getValue(), types[1], below);
        });
    }

    private void checkRecord(JsonNode node, Class<?> type, String path) {
        List<String> keys = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        if (!node.isObject()) {
            fault(path, "wanted: the keys " + String.join(", ", keys));
            return;
        }
        int before = faults.size();
        node.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                fault(below(path, key), "there is no such key" + meant(key, keys));
            }
        });
        // A misspelt key is told as what it is, and not once more as one that is missing.
        boolean known = faults.size() == before;
        for (RecordComponent component : type.getRecordComponents()) {
            JsonNode value = node.path(component.getName());
            String below = below(path, component.getName());
            if (!value.isMissingNode()) {
                check(value, component.getGenericType(), below);
            } else if (isRequired(component) && known) {
                fault(below, "is missing: " + wanted(component.getType()));
            }
        }
        if (faults.size() == before) {
            convert(node, type, path);
        }
    }

    /** The value may be a secret, so it is not quoted; only types that hold none tell theirs. */
    private void checkValue(JsonNode node, Class<?> type, String path) {
        if (type == boolean.class ? !node.isBoolean() : !node.isValueNode() || node.isNull()) {
            fault(path, "wanted: " + wanted(type));
        } else {
            convert(node, type, path);
        }
    }

    private void convert(JsonNode node, Class<?> type, String path) {
        try {
            YAML.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            fault(
                    path,
                    e.getCause() instanceof IllegalArgumentException ours && type.isRecord()
                            ? String.valueOf(ours.getMessage())
                            : "wanted: " + wanted(type));
        }
    }

    private static String wanted(Class<?> type) {
        Text text = type.getAnnotation(Text.class);
        if (text != null) {
            return text.says();
        }
        if (type == boolean.class) {
            return "true or false";
        }
        if (type == URI.class) {
            return "a URL such as http://127.0.0.1:4510";
        }
        return isOfKeys(type)
                ? "the keys "
                        + Stream.of(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", "))
                : "a text";
    }

    /** Whether it is written as keys with values; else it is one value. */
    private static boolean isOfKeys(Class<?> type) {
        return type.isRecord()
                && Stream.of(type.getRecordComponents())
                        .noneMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    private static boolean isRequired(RecordComponent component) {
        Class<?> type = component.getType();
        return type != Optional.class && type != Map.class && type != boolean.class;
    }

    private static String meant(String key, List<String> keys) {
        return keys.stream()
                .filter(known -> distance(key, known) <= 2)
                .findFirst()
                .map(known -> "; did you mean " + known + "?")
                .orElse("; there are: " + String.join(", ", keys));
    }

    /** How many letters must be put in, left out or changed (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            int diagonal = i - 1;
            for (int j = 0; j <= other.length(); j++) {
                int above = row[j];
                if (i == 0 || j == 0) {
                    row[j] = i + j;
                } else {
                    int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                    row[j] = Math.min(changed, 1 + Math.min(above, row[j - 1]));
                }
                diagonal = above;
            }
        }
        return row[other.length()];
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void fault(String path, String what) {
        faults.add(path.isEmpty() ? what : path + ": " + what);
    }
}
