package dev.crossrun.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A plan as lines of text. */
public final class PlanText {
    private final JsonNode plan;

    public PlanText(JsonNode plan) {
        this.plan = plan;
    }

    public void print(PrintWriter out) {
        out.println("plan " + plan.path("hash").asText(""));
        Table table = new Table("STEP", "ACTION", "REVERSIBILITY", "RESOURCE");
        for (JsonNode step : plan.path("steps")) {
            table.row(
                    step.path("step").asText(""),
                    step.path("action").asText(""),
                    step.path("reversibility").asText(""),
                    step.path("resource").asText(""));
        }
        table.print(out);
        for (JsonNode step : plan.path("steps")) {
            out.println(
                    step.path("step").asText("") + ": " + step.path("detail").asText(""));
        }
        for (JsonNode finding : plan.path("findings")) {
            out.println(finding.path("severity").asText("") + " "
                    + finding.path("step").asText("") + " "
                    + finding.path("pointer").asText("") + ": "
                    + finding.path("detail").asText("") + " "
                    + finding.path("remedy").asText(""));
        }
    }
}
