package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.RunLanes;
import dev.crossrun.cli.text.RunText;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Follows a run on the terminal until it closes. Where the terminal can, the steps stay where they are, side by side if it is
 * wide enough, and what people do is written above them; elsewhere each change is a line.
 */
public final class LiveRun {
    private final ApiClient api;
    private final String path;
    private final PrintWriter out;
    private final int columns;
    private final Duration pause;
    private final Map<String, String> shown = new HashMap<>();
    private String status = "";
    private int drawn;

    /** {@code columns}: the width of a terminal that understands control sequences; 0 for anything else. */
    public LiveRun(ApiClient api, String run, PrintWriter out, int columns, Duration pause) {
        this.api = api;
        this.path = "/v1/runs/" + run;
        this.out = out;
        this.columns = columns;
        this.pause = pause;
    }

    /** The width of this process's terminal; 0 if it has none that understands control sequences. */
    public static int columnsOfTerminal() {
        return Ansi.AUTO.enabled() ? new UsageMessageSpec().autoWidth(true).width() : 0;
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
        if (columns > 0) {
            redraw(lines, run.hasNonNull("closedAt"), text.status(), steps(run, text));
        } else {
            changes(run, text).forEach(out::println);
            lines.forEach(out::println);
            if (!text.status().equals(status)) {
                out.println(text.status());
            }
            status = text.status();
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

    /** The last view is a list: it has what each step came to. */
    private List<String> steps(JsonNode run, RunText text) {
        RunLanes lanes = new RunLanes(run, text);
        return run.hasNonNull("closedAt") || lanes.width() > columns ? text.steps() : lanes.lines();
    }

    /** Lines that are drawn over later take one line each, or they would be miscounted. */
    private void redraw(List<String> above, boolean last, String status, List<String> steps) {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
        }
        above.forEach(out::println);
        Stream.concat(Stream.of(status), steps.stream())
                .map(line -> last ? line : "\u001b[?7l" + cut(line) + "\u001b[?7h")
                .forEach(out::println);
        drawn = steps.size() + 1;
    }

    private String cut(String line) {
        return line.length() <= columns ? line : line.substring(0, columns - 1) + "…";
    }
}
