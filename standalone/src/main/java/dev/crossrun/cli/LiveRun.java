package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Follows a run on the terminal until it closes. Where the terminal can, the steps stay where they are and what people do
 * is written above them; elsewhere each change is a line.
 */
public final class LiveRun {
    private final ApiClient api;
    private final String path;
    private final PrintWriter out;
    private final boolean redraws;
    private final Duration pause;
    private final Map<String, String> shown = new HashMap<>();
    private int drawn;

    /** {@code redraws}: whether the terminal understands control sequences. */
    public LiveRun(ApiClient api, String run, PrintWriter out, boolean redraws, Duration pause) {
        this.api = api;
        this.path = "/v1/runs/" + run;
        this.out = out;
        this.redraws = redraws;
        this.pause = pause;
    }

    /** Follows until the run closes, and gives its last view. */
    public JsonNode follow() throws InterruptedException {
        try (EventStream events = new EventStream(api, path + "/events")) {
            while (true) {
                List<JsonNode> batch = events.next(pause);
                JsonNode run = api.get(path);
                boolean closed = run.hasNonNull("closedAt");
                if (closed) {
                    batch.addAll(events.rest());
                }
                show(run, batch);
                if (closed) {
                    return run;
                }
            }
        }
    }

    private void show(JsonNode run, List<JsonNode> events) {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : events) {
            if (event.path("type").asText("").startsWith("TASK_")) {
                lines.add("  " + task(event));
            }
        }
        RunText text = new RunText(run, Clock.systemUTC().instant());
        if (redraws) {
            redraw(lines, text);
        } else {
            changes(run, text).forEach(out::println);
            lines.forEach(out::println);
        }
        out.flush();
    }

    private static String task(JsonNode event) {
        String time = Instant.parse(event.path("at").asText("")).toString().replaceFirst(".*T(.{8}).*", "$1");
        return time + "  "
                + event.path("type").asText("").substring("TASK_".length()).toLowerCase(Locale.ROOT) + "  "
                + event.path("task").asText("") + "  " + event.path("text").asText("");
    }

    private List<String> changes(JsonNode run, RunText text) {
        List<String> lines = new ArrayList<>();
        for (JsonNode step : run.path("steps")) {
            String state = step.path("status").asText("")
                    + step.path("round")
                    + step.path("retry").path("attempt");
            boolean first = !shown.containsKey(step.path("id").asText(""));
            if (!state.equals(shown.put(step.path("id").asText(""), state))
                    && !(first && step.path("status").asText("").equals("PENDING"))) {
                lines.add(text.step(step));
            }
        }
        return lines;
    }

    private void redraw(List<String> above, RunText text) {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
        }
        above.forEach(out::println);
        List<String> steps = text.steps();
        steps.forEach(line -> out.println("\u001b[?7l" + line + "\u001b[?7h"));
        drawn = steps.size();
    }
}
