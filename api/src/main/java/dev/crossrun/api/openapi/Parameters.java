package dev.crossrun.api.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.request.IdempotencyKey;
import dev.crossrun.api.run.RunId;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Text;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.task.TaskKind;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of operations. A name means the same in all of them. */
final class Parameters {
    private static final Map<String, ObjectNode> KNOWN = Map.ofEntries(
            Map.entry("runbook", text("name of a runbook")),
            Map.entry("run", text("id of a run, or RUNBOOK.NAME for the latest run of that name")),
            Map.entry("task", text("id of a task")),
            Map.entry("name", text("name of a document; in a list of runs, how the run's name begins")),
            Map.entry("requestedBy", text("name of the principal who asked for the run")),
            Map.entry(
                    "reason",
                    text("why, for those who verify the archive")
                            .put("pattern", "\\S")
                            .put("maxLength", 500)),
            Map.entry("cursor", text("the next of the page before")),
            Map.entry("account", account()),
            Map.entry("status", oneOf("where the run stands", RunStatus.values())),
            Map.entry("kind", oneOf("kind of task", TaskKind.values())),
            Map.entry("waiting", flag("whether to list only runs with open tasks")),
            Map.entry("mine", flag("whether to list only tasks that the caller may answer")),
            Map.entry("planOnly", flag("whether the run ends after its plan")),
            Map.entry("limit", number("how many items a page has", 1, 200).put("default", 50)),
            Map.entry("after", number("the last event that is known; 0 for all", 0, Integer.MAX_VALUE)),
            Map.entry("Last-Event-ID", number("the last event that a stream brought", 0, Integer.MAX_VALUE)),
            Map.entry(
                    IdempotencyKey.HEADER,
                    text("the same key with the same request gives the same result again")
                            .put("pattern", IdempotencyKey.PATTERN)));

    /** Those of queries that must be there. */
    private static final Set<String> REQUIRED = Set.of("reason");

    /** What can stand in a path. Everything else is 404. */
    private static final Map<String, String> PATHS = Map.of(
            "runbook", "^[a-z][a-z0-9-]{0,63}$",
            "run", RunId.PATTERN,
            "task", "^[a-z][a-z0-9-]{0,63}\\.[a-z][a-z0-9-]{0,63}\\.[0-9]{1,9}$",
            "name", "^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$");

    private Parameters() {}

    /** The parameter in OpenAPI's words; empty for one that does not come from the request's line or headers. */
    static Optional<ObjectNode> of(Parameter parameter) {
        return Arrays.stream(parameter.getAnnotations())
                .flatMap(annotation -> {
                    if (annotation instanceof PathParam path) {
                        return java.util.stream.Stream.of(
                                parameter("path", path.value()).put("required", true));
                    }
                    if (annotation instanceof QueryParam query) {
                        ObjectNode one = parameter("query", query.value());
                        one = parameter.getType() == List.class ? repeatable(one) : one;
                        return java.util.stream.Stream.of(
                                REQUIRED.contains(query.value()) ? one.put("required", true) : one);
                    }
                    return annotation instanceof HeaderParam header
                            ? java.util.stream.Stream.of(parameter("header", header.value()))
                            : java.util.stream.Stream.empty();
                })
                .findFirst();
    }

    private static ObjectNode parameter(String in, String name) {
        ObjectNode schema = KNOWN.get(name);
        if (schema == null) {
            throw new IllegalStateException("the OpenAPI document does not describe the parameter " + name);
        }
        ObjectNode described = schema.deepCopy();
        ObjectNode parameter = object().put("name", name).put("in", in);
        parameter.set("description", described.remove("description"));
        if (in.equals("path")) {
            described.put("pattern", PATHS.get(name));
        }
        parameter.set("schema", described);
        return parameter;
    }

    private static ObjectNode repeatable(ObjectNode parameter) {
        ObjectNode list = object().put("type", "array").set("items", parameter.get("schema"));
        parameter.set("schema", list);
        return parameter;
    }

    private static ObjectNode text(String description) {
        return object().put("type", "string").put("description", description);
    }

    private static ObjectNode account() {
        Text text = AccountId.class.getAnnotation(Text.class);
        return text(text.says()).put("pattern", "^(" + text.pattern() + ")$");
    }

    private static ObjectNode flag(String description) {
        return object().put("type", "boolean").put("default", false).put("description", description);
    }

    private static ObjectNode number(String description, int least, int most) {
        return object().put("type", "integer")
                .put("minimum", least)
                .put("maximum", most)
                .put("description", description);
    }

    private static ObjectNode oneOf(String description, Enum<?>... values) {
        ObjectNode schema = object().put("type", "string").put("description", description);
        Arrays.stream(values).forEach(value -> schema.withArray("enum").add(value.name()));
        return schema;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
