package dev.crossrun.run.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.run.document.MarkdownText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What one plan of a run would write otherwise than another, as Markdown. */
public final class PlanDifference {
    private static final String NOTHING = "nothing";

    private final List<String> lines = new ArrayList<>();

    private PlanDifference() {}

    /** One item for each step that differs, and below it each resource; empty if nothing does. */
    public static String of(Plan before, Plan after) {
        PlanDifference difference = new PlanDifference();
        Map<String, PlannedStep> old = byName(before.steps(), PlannedStep::step);
        Map<String, PlannedStep> next = byName(after.steps(), PlannedStep::step);
        names(old, next)
                .forEach(step ->
                        difference.step(step, Optional.ofNullable(old.get(step)), Optional.ofNullable(next.get(step))));
        return String.join("\n", difference.lines);
    }

    private void step(String name, Optional<PlannedStep> before, Optional<PlannedStep> after) {
        if (before.equals(after)) {
            return;
        }
        lines.add("- **" + MarkdownText.escaped(name) + "**");
        line("  - ", line(before), line(after));
        Map<String, Change> old = byName(before.map(PlannedStep::changes).orElse(List.of()), Change::resource);
        Map<String, Change> next = byName(after.map(PlannedStep::changes).orElse(List.of()), Change::resource);
        names(old, next)
                .forEach(resource -> change(
                        resource,
                        Optional.ofNullable(old.get(resource)).flatMap(Change::after),
                        Optional.ofNullable(next.get(resource)).flatMap(Change::after)));
    }

    private static String line(Optional<PlannedStep> step) {
        return step.map(each -> each.action() + " " + each.resource() + " (" + each.detail() + ")")
                .orElse(NOTHING);
    }

    private void change(String resource, Optional<JsonNode> before, Optional<JsonNode> after) {
        if (before.equals(after)) {
            return;
        }
        boolean objects = before.map(JsonNode::isObject).orElse(false)
                && after.map(JsonNode::isObject).orElse(false);
        if (!objects) {
            line("  - " + MarkdownText.escaped(resource) + ": ", text(before), text(after));
            return;
        }
        lines.add("  - " + MarkdownText.escaped(resource));
        Set<String> fields = new LinkedHashSet<>();
        before.orElseThrow().fieldNames().forEachRemaining(fields::add);
        after.orElseThrow().fieldNames().forEachRemaining(fields::add);
        fields.forEach(field -> line(
                "    - " + MarkdownText.escaped(field) + ": ",
                text(Optional.ofNullable(before.orElseThrow().get(field))),
                text(Optional.ofNullable(after.orElseThrow().get(field)))));
    }

    private void line(String head, String before, String after) {
        if (!before.equals(after)) {
            lines.add(head + MarkdownText.code(before) + " → " + MarkdownText.code(after));
        }
    }

    private static String text(Optional<JsonNode> value) {
        return value.map(node -> node.isTextual() ? node.asText() : node.toString())
                .orElse(NOTHING);
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        Map<String, T> map = new LinkedHashMap<>();
        all.forEach(each -> map.put(name.apply(each), each));
        return map;
    }

    private static Set<String> names(Map<String, ?> one, Map<String, ?> other) {
        Set<String> names = new LinkedHashSet<>(one.keySet());
        names.addAll(other.keySet());
        return names;
    }
}
