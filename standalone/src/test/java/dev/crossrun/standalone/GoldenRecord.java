package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** What the API says of a run, as files. What concurrent steps bring about in any order is sorted. */
final class GoldenRecord {
    private static final String REPORT = "undo-report.md";

    /** Events of the run itself stand under this name. */
    private static final String RUN = "run";

    private final Map<String, String> files = new TreeMap<>();
    private final ApiClient api;
    private final String path;

    GoldenRecord(ApiClient api, String path) {
        this.api = api;
        this.path = path;
    }

    /** Keeps how the run stands at this moment. */
    GoldenRecord view(String moment) {
        files.put("view." + moment + ".json", GoldenText.of(view()));
        return this;
    }

    /** Keeps what an undo would do at this moment. */
    GoldenRecord undo(String moment) {
        files.put("undo." + moment + ".json", GoldenText.of(items("/undo")));
        return this;
    }

    /** Keeps everything of a run that has ended; gives the text of each file by its name. */
    Map<String, String> end() {
        JsonNode view = view();
        if (!view.hasNonNull("closedAt")) {
            throw new AssertionError("the run has not ended: " + view);
        }
        files.put("view.json", GoldenText.of(view));
        files.put("plan.json", GoldenText.of(get("/plan")));
        files.put("undo.json", GoldenText.of(items("/undo")));
        files.put("events.json", GoldenText.of(events(view)));
        files.put("tasks.json", GoldenText.of(tasks()));
        items("/artifacts").forEach(artifact -> {
            if (artifact.path("name").asText().equals(REPORT)) {
                files.put("report.md", GoldenText.masked(report()));
            }
        });
        return files;
    }

    JsonNode view() {
        ObjectNode view = (ObjectNode) get("");
        view.set("waitingFor", sorted(view.path("waitingFor"), "task"));
        return view;
    }

    private JsonNode items(String list) {
        return get(list).path("items");
    }

    private JsonNode get(String what) {
        return patiently(() -> api.get(path + what));
    }

    /** Asks again where a worker had too much to do to answer in time. */
    static JsonNode patiently(Supplier<JsonNode> call) {
        while (true) {
            try {
                return call.get();
            } catch (ApiRefusal refusal) {
                if (refusal.status() != FederationRun.UNAVAILABLE) {
                    throw refusal;
                }
            }
        }
    }

    private String report() {
        return new String(api.download(path + "/artifacts/" + REPORT).content(), StandardCharsets.UTF_8);
    }

    /** By step, in the order of the procedure; those of one step in the order in which they happened. */
    private ObjectNode events(JsonNode view) {
        ObjectNode bySteps = JsonNodeFactory.instance.objectNode();
        bySteps.putArray(RUN);
        view.path("steps").forEach(step -> bySteps.putArray(step.path("id").asText()));
        items("/events").forEach(event -> {
            ObjectNode kept = event.deepCopy();
            JsonNode step = kept.remove("step");
            kept.remove(List.of("seq", "at"));
            bySteps.withArray(step == null || step.isNull() ? RUN : step.asText())
                    .add(kept);
        });
        return bySteps;
    }

    /** Every task that was opened, as it stands at the end. */
    private ArrayNode tasks() {
        ArrayNode tasks = JsonNodeFactory.instance.arrayNode();
        items("/events").forEach(event -> {
            if (event.path("type").asText().equals("TASK_OPENED")) {
                tasks.add(get("/tasks/" + event.path("task").asText()));
            }
        });
        return sorted(tasks, "id");
    }

    private static ArrayNode sorted(JsonNode items, String field) {
        ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
        StreamSupport.stream(items.spliterator(), false)
                .sorted(Comparator.comparing(item -> item.path(field).asText()))
                .forEach(sorted::add);
        return sorted;
    }
}
