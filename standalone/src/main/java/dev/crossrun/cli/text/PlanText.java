package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as lines of text: who asks for it, what was found, and by system what would be written. */
public final class PlanText {
    private static final List<String> SEVERITIES = List.of("BLOCKING", "WARNING");

    private final JsonNode plan;
    private final JsonNode run;

    /** {@code run} is the view of the plan's run. */
    public PlanText(JsonNode plan, JsonNode run) {
        this.plan = plan;
        this.run = run;
    }

    public void print(PrintWriter out) {
        out.println("plan " + plan.path("hash").asText(""));
        out.println("requested by " + run.at("/requestedBy/name").asText("") + " at "
                + run.path("startedAt").asText(""));
        if (run.path("input").hasNonNull("reason")) {
            Wrapped.lines("reason: ", run.at("/input/reason").asText("")).forEach(out::println);
        }
        SEVERITIES.forEach(severity -> findings(severity, out));
        printChanges(out);
        out.println();
        out.println("THE REQUEST");
        run.path("input").toPrettyString().lines().forEach(line -> out.println("  " + line));
    }

    private void findings(String severity, PrintWriter out) {
        for (JsonNode finding : plan.path("findings")) {
            if (finding.path("severity").asText("").equals(severity)) {
                out.println();
                out.println(severity + "  " + finding.path("id").asText("") + "  "
                        + finding.path("pointer").asText(""));
                Wrapped.lines("  ", finding.path("detail").asText("")).forEach(out::println);
                Wrapped.lines("  What to do: ", "  ", finding.path("remedy").asText(""))
                        .forEach(out::println);
            }
        }
    }

    /** What would be written, by system. */
    public void printChanges(PrintWriter out) {
        Map<String, List<JsonNode>> systems = new LinkedHashMap<>();
        for (JsonNode step : plan.path("steps")) {
            systems.computeIfAbsent(system(step.path("step").asText("")), any -> new ArrayList<>())
                    .add(step);
        }
        systems.forEach((system, steps) -> {
            out.println();
            out.println(system);
            steps.forEach(step -> step(step, out));
        });
        out.println();
        out.println("+ created  ~ changed  - removed  = stays as it is");
    }

    private String system(String step) {
        for (JsonNode view : run.path("steps")) {
            if (view.path("id").asText("").equals(step)) {
                return view.path("system").asText("").replace('_', ' ');
            }
        }
        return "ALL";
    }

    private static void step(JsonNode step, PrintWriter out) {
        out.println();
        String irreversible = step.path("reversibility").asText("").equals("IRREVERSIBLE") ? " [IRREVERSIBLE]" : "";
        String head = "  " + step.path("action").asText("").toLowerCase(Locale.ROOT) + " "
                + step.path("step").asText("") + irreversible + ": ";
        Wrapped.lines(head, "      ", step.path("resource").asText("")).forEach(out::println);
        Wrapped.lines("    ", step.path("detail").asText("")).forEach(out::println);
        step.path("changes").forEach(change -> ChangeText.of(change).forEach(out::println));
    }
}
