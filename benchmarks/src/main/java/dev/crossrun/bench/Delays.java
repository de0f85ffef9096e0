package dev.crossrun.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.Table;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.Scenario;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One run for a new company, on clouds with delays, with people who answer at once. */
record Delays(Inevitable inevitable) {
    private static final Scenario SCENARIO = Scenario.CONTACT_CENTER;

    void print(BenchService service, int rounds, PrintWriter out) {
        run(service, SimulatorSettings.defaults(), "bench-warm");
        SimulatorSettings slow = SimulatorSettings.defaults()
                .withDelays(inevitable.consistency(), inevitable.trail())
                .withInstanceCreation(inevitable.instance());
        Sample seconds = new Sample();
        List<JsonNode> views = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            JsonNode view = run(service, slow, "bench-" + i);
            seconds.add(between(view, "startedAt", view, "closedAt"));
            views.add(view);
        }
        JsonNode last = views.get(views.size() - 1);
        double least = inevitable.of(last.path("steps")).toMillis() / 1e3;
        Table table = new Table("", "s: median (least–most)", "ratio");
        table.row("inevitable", Sample.number(least), "1.00");
        table.row("Crossrun", seconds.toString(), Sample.number(seconds.median() / least));
        table.print(out);
        out.println("The last run:");
        steps(last).print(out);
        out.flush();
    }

    private static JsonNode run(BenchService service, SimulatorSettings settings, String name) {
        try (BenchedStack crossrun = service.crossrun(settings.withSeed(SCENARIO.seed()), PaceClock.SYSTEM)) {
            return crossrun.view(
                    crossrun.succeed(SCENARIO, Federations.example(SCENARIO).put("name", name)));
        }
    }

    private static Table steps(JsonNode view) {
        List<JsonNode> steps = new ArrayList<>();
        view.path("steps").forEach(steps::add);
        steps.sort(Comparator.comparing(step -> step.path("startedAt").asText()));
        Table table = new Table("step", "from s", "to s");
        steps.forEach(step -> table.row(
                step.path("id").asText(),
                Sample.number(between(view, "startedAt", step, "startedAt")),
                Sample.number(between(view, "startedAt", step, "finishedAt"))));
        return table;
    }

    private static double between(JsonNode from, String start, JsonNode to, String end) {
        return Duration.between(
                                Instant.parse(from.path(start).asText()),
                                Instant.parse(to.path(end).asText()))
                        .toMillis()
                / 1e3;
    }
}
