package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One change of a plan as lines of text: {@code +} is created, {@code ~} is changed, {@code -} is removed, {@code =} stays as it
 * is. Documents are indented JSON.
 */
final class ChangeText {
    private static final String MARGIN = "    ";
    private static final String VALUES = MARGIN + "    ";

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> lines = new ArrayList<>();

    private ChangeText(JsonNode change) {
        this.before = value(change, "before");
        this.after = value(change, "after");
        String head = MARGIN + mark() + " ";
        String resource = change.path("resource").asText("") + (stays() ? " (stays)" : "");
        boolean text = isText(after.isMissingNode() ? before : after) && !isChanged();
        lines.addAll(
                Wrapped.lines(head, text ? resource + ": " + text(after.isMissingNode() ? before : after) : resource));
        if (!text) {
            values();
        }
    }

    static List<String> of(JsonNode change) {
        return new ChangeText(change).lines;
    }

    private static JsonNode value(JsonNode change, String name) {
        return change.hasNonNull(name) ? change.path(name) : MissingNode.getInstance();
    }

    private String mark() {
        if (stays()) {
            return "=";
        }
        return before.isMissingNode() ? "+" : after.isMissingNode() ? "-" : "~";
    }

    private boolean stays() {
        return before.equals(after);
    }

    private boolean isChanged() {
        return !before.isMissingNode() && !after.isMissingNode() && !stays();
    }

    private void values() {
        if (!isChanged()) {
            print(after.isMissingNode() ? before : after, VALUES);
        } else if (isFlat(before) && isFlat(after)) {
            difference();
        } else {
            lines.add(VALUES + "now:");
            print(before, VALUES + "  ");
            lines.add(VALUES + "then:");
            print(after, VALUES + "  ");
        }
    }

    private void difference() {
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String old = before.has(name) ? text(before.get(name)) : "nothing";
            String next = after.has(name) ? text(after.get(name)) : "nothing";
            lines.addAll(
                    Wrapped.lines(VALUES, VALUES + "  ", name + ": " + (old.equals(next) ? old : old + " → " + next)));
        }
    }

    private void print(JsonNode value, String indent) {
        if (isText(value)) {
            lines.addAll(Wrapped.lines(indent, text(value)));
        } else if (isFlat(value)) {
            value.properties()
                    .forEach(field -> lines.addAll(
                            Wrapped.lines(indent, indent + "  ", field.getKey() + ": " + text(field.getValue()))));
        } else {
            fields(value, indent);
        }
    }

    /** Of an object that holds documents, each value by itself; else a document. */
    private void fields(JsonNode value, String indent) {
        boolean document = value.isArray() || value.has("Statement");
        if (document) {
            value.toPrettyString().lines().forEach(line -> lines.add(indent + line));
            return;
        }
        value.properties().forEach(field -> {
            if (isText(field.getValue())) {
                lines.addAll(Wrapped.lines(indent, indent + "  ", field.getKey() + ": " + text(field.getValue())));
            } else {
                lines.add(indent + field.getKey() + ":");
                field.getValue().toPrettyString().lines().forEach(line -> lines.add(indent + "  " + line));
            }
        });
    }

    /** A value, or a list of values, that reads as text. */
    private static boolean isText(JsonNode node) {
        return node.isValueNode()
                || (node.isArray()
                        && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isValueNode));
    }

    private static boolean isFlat(JsonNode node) {
        return node.isObject() && node.properties().stream().allMatch(field -> isText(field.getValue()));
    }

    private static String text(JsonNode node) {
        if (node.isArray()) {
            return node.isEmpty()
                    ? "none"
                    : StreamSupport.stream(node.spliterator(), false)
                            .map(ChangeText::text)
                            .collect(Collectors.joining(", "));
        }
        String text = node.asText("");
        return text.isEmpty() ? "(empty)" : text;
    }
}
