package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run view as lines of text. */
public final class RunText {
    private final JsonNode run;
    private final Instant now;
    private final int titles;

    /** {@code now} is what durations of running steps are counted to. */
    public RunText(JsonNode run, Instant now) {
        this.run = run;
        this.now = now;
        int widest = 0;
        for (JsonNode step : run.path("steps")) {
            widest = Math.max(widest, step.path("id").asText("").length());
        }
        this.titles = widest;
    }

    /** A line for each step: state, id, duration, detail. */
    public List<String> steps() {
        List<String> lines = new ArrayList<>();
        run.path("steps").forEach(step -> lines.add(step(step)));
        return lines;
    }

    /** A step without its detail. */
    String brief(JsonNode step) {
        return String.format(
                Locale.ROOT,
                "%s %s  %7s",
                mark(step.path("status").asText("")),
                Table.padded(step.path("id").asText(""), titles),
                duration(step));
    }

    /** The line of one step. */
    public String step(JsonNode step) {
        String status = step.path("status").asText("");
        String line = String.format(
                Locale.ROOT,
                "%s %s  %-9s  %7s  %s",
                mark(status),
                Table.padded(step.path("id").asText(""), titles),
                status,
                duration(step),
                detail(step));
        return line.stripTrailing();
    }

    private static String mark(String status) {
        return switch (status) {
            case "DONE" -> "✓";
            case "RUNNING", "VERIFYING" -> "▸";
            case "WAITING" -> "?";
            case "STUCK" -> "!";
            case "SKIPPED" -> "-";
            case "UNDOING" -> "◂";
            case "UNDONE" -> "↺";
            case "KEPT" -> "=";
            default -> "·";
        };
    }

    private String duration(JsonNode step) {
        if (!step.hasNonNull("startedAt")) {
            return "";
        }
        Instant end = step.hasNonNull("finishedAt")
                ? Instant.parse(step.path("finishedAt").asText(""))
                : now;
        return text(Duration.between(Instant.parse(step.path("startedAt").asText("")), end));
    }

    /** A duration in its two largest units, or in seconds and tenths. */
    public static String text(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
        }
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        return seconds < 86_400
                ? seconds / 3600 + "h " + seconds / 60 % 60 + "m"
                : seconds / 86_400 + "d " + seconds / 3600 % 24 + "h";
    }

    private static String detail(JsonNode step) {
        List<String> parts = new ArrayList<>();
        if (step.path("round").asInt() > 1) {
            parts.add("round " + step.path("round").asInt());
        }
        if (step.hasNonNull("detail")) {
            parts.add(firstLine(step.path("detail").asText("")));
        }
        JsonNode retry = step.path("retry");
        if (retry.hasNonNull("attempt")) {
            String next = retry.hasNonNull("nextAt")
                    ? ", next at " + retry.path("nextAt").asText("").replaceFirst(".*T(.{8}).*", "$1") + " UTC"
                    : "";
            parts.add("attempt " + retry.path("attempt").asInt() + next + ": "
                    + firstLine(retry.path("lastFailure").path("message").asText("it took too long")));
            if (retry.path("lastFailure").hasNonNull("remedy")) {
                parts.add("what would fix it: "
                        + firstLine(retry.path("lastFailure").path("remedy").asText("")));
            }
        }
        for (JsonNode evidence : step.path("evidence")) {
            if (evidence.path("state").asText("").equals("CLAIMED")) {
                parts.add("CLAIMED: " + firstLine(evidence.path("what").asText("")));
            }
        }
        return String.join("; ", parts);
    }

    /** A step takes one line, or what redraws it would miscount. */
    private static String firstLine(String text) {
        List<String> lines = text.strip().lines().limit(2).toList();
        return lines.isEmpty() ? "" : lines.get(0) + (lines.size() > 1 ? " …" : "");
    }

    /** Which run it is: what never changes. */
    public List<String> title() {
        return List.of(
                run.path("id").asText(""),
                "requested by " + run.path("requestedBy").path("name").asText("") + " at "
                        + run.path("startedAt").asText(""));
    }

    /** Where it stands, in one line. */
    public String status() {
        return run.path("status").asText("") + ": "
                + firstLine(run.path("summary").asText(""));
    }

    /** What stands above the steps. */
    public List<String> head() {
        List<String> lines = new ArrayList<>(title());
        lines.addAll(Wrapped.lines(
                run.path("status").asText("") + ": ", "  ", run.path("summary").asText("")));
        JsonNode plan = run.path("plan");
        if (plan.hasNonNull("approvedBy")) {
            lines.add("plan " + plan.path("hash").asText("") + " approved by "
                    + plan.path("approvedBy").path("name").asText(""));
        }
        return lines;
    }

    /** What stands below the steps: open tasks, or how it ended. */
    public List<String> foot() {
        List<String> lines = new ArrayList<>();
        for (JsonNode task : run.path("waitingFor")) {
            lines.add("waiting  " + task.path("task").asText("") + "  "
                    + task.path("title").asText(""));
        }
        if (run.hasNonNull("problem") && !run.at("/problem/detail").equals(run.path("summary"))) {
            lines.add("problem  " + run.path("problem").path("detail").asText(""));
        }
        run.path("outcome").properties().forEach(field -> lines.addAll(outcome(field.getKey(), field.getValue())));
        if (run.path("temporal").hasNonNull("uiUrl")) {
            lines.add("history  " + run.path("temporal").path("uiUrl").asText(""));
        }
        return lines;
    }

    private static List<String> outcome(String name, JsonNode value) {
        String label = Table.padded(name, 15) + "  ";
        if (!value.isArray()) {
            return List.of(label + value.asText(""));
        }
        List<String> lines = new ArrayList<>();
        value.forEach(item -> {
            List<String> parts = new ArrayList<>();
            item.properties()
                    .forEach(field -> parts.add(
                            field.getValue().isArray()
                                    ? field.getValue().toString()
                                    : field.getValue().asText("")));
            lines.add(label + (item.isValueNode() ? item.asText("") : String.join("  ", parts)));
        });
        return lines;
    }
}
