package dev.crossrun.desk.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.crossrun.run.plan.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One change of a plan.
 *
 * @param mark {@code +} is created, {@code ~} is changed, {@code -} is removed, {@code =} stays as it is
 * @param rows its values
 */
public record ChangeLines(String mark, String word, String resource, List<Row> rows) {
    /**
     * One value.
     *
     * @param name of the value; empty if the resource has only one
     * @param before if it is changed or removed
     * @param after empty if it is removed
     * @param document whether it is a document, shown literally
     * @param words what a policy document allows, in words
     */
    public record Row(
            String name, Optional<String> before, Optional<String> after, boolean document, List<String> words) {}

    /** Whether the resource has one value without a name. */
    public boolean single() {
        return rows.size() == 1 && rows.get(0).name().isEmpty();
    }

    static ChangeLines of(Change change) {
        JsonNode before = change.before().orElse(MissingNode.getInstance());
        JsonNode after = change.after().orElse(MissingNode.getInstance());
        String mark = change.stays() ? "=" : before.isMissingNode() ? "+" : after.isMissingNode() ? "-" : "~";
        String word = switch (mark) {
            case "=" -> "stays";
            case "+" -> "created";
            case "-" -> "removed";
            default -> "changed";
        };
        return new ChangeLines(mark, word, change.resource(), rows(before, after, change.stays()));
    }

    private static List<Row> rows(JsonNode before, JsonNode after, boolean stays) {
        boolean fields = hasFields(before) || hasFields(after);
        if (!fields) {
            return List.of(row("", stays ? MissingNode.getInstance() : before, after));
        }
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            boolean same = before.path(name).equals(after.path(name));
            rows.add(row(name, same ? MissingNode.getInstance() : before.path(name), after.path(name)));
        }
        return rows;
    }

    /** A policy is one document, whatever fields it has. */
    private static boolean hasFields(JsonNode node) {
        return node.isObject() && !node.has("Statement");
    }

    private static Row row(String name, JsonNode before, JsonNode after) {
        boolean document = isDocument(before) || isDocument(after);
        return new Row(
                name,
                shown(before, document),
                shown(after, document),
                document,
                after.has("Statement") ? PolicyWords.of(after) : List.of());
    }

    private static boolean isDocument(JsonNode node) {
        return node.isContainerNode()
                && StreamSupport.stream(node.spliterator(), false).anyMatch(JsonNode::isContainerNode);
    }

    private static Optional<String> shown(JsonNode node, boolean document) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(document ? node.toPrettyString() : text(node));
    }

    private static String text(JsonNode node) {
        if (node.isArray()) {
            return node.isEmpty()
                    ? "none"
                    : StreamSupport.stream(node.spliterator(), false)
                            .map(ChangeLines::text)
                            .collect(Collectors.joining(", "));
        }
        if (node.isObject()) {
            return node.properties().stream()
                    .map(field -> field.getKey() + ": " + text(field.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return node.asText().isEmpty() ? "(empty)" : node.asText();
    }
}
