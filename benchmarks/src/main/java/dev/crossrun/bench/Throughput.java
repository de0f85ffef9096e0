package dev.crossrun.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.bench.bare.BareRuns;
import dev.crossrun.bench.bare.Shape;
import dev.crossrun.cli.text.Table;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** How many runs end in a second, and how many bare workflows of their shape do. */
final class Throughput {
    private final BenchService service;
    private final Effort effort;
    private final PrintWriter out;

    /**
     * How much is measured.
     *
     * @param warmUp how many runs come first and are not counted
     * @param rounds how often it is measured
     * @param runs how many runs a round has
     * @param atOnce how many of them are under way at the same time
     */
    record Effort(int warmUp, int rounds, int runs, int atOnce) {}

    /** One run from start to end; gives its id. */
    @FunctionalInterface
    interface Run {
        String of(BenchedStack crossrun, ObjectNode request) throws Exception;
    }

    Throughput(BenchService service, Effort effort, PrintWriter out) {
        this.service = service;
        this.effort = effort;
        this.out = out;
    }

    /** Measures bare workflows, runs without pace on providers without limits, and runs as they are. */
    void print(Run run) throws Exception {
        Federations federations = new Federations(1 + 2 * (effort.warmUp + effort.runs * effort.rounds));
        SimulatorSettings settings = SimulatorSettings.defaults().withSeed(federations);
        Table table = new Table("", "runs/s: median (least–most)", "ratio", "p50 s", "p99 s", "p99/p50", "errors");
        Line bare = new Line();
        Line unspaced = new Line();
        Shape shape;
        try (BareRuns workflows = new BareRuns(service.client());
                BenchedStack crossrun = service.crossrun(settings.withoutRateLimits(), Unspaced.CLOCK)) {
            shape = Shape.of(crossrun.history(run.of(crossrun, federations.request())));
            warmUp(() -> workflows.run("bare-" + UUID.randomUUID(), shape));
            warmUp(() -> run.of(crossrun, federations.request()));
            for (int i = 0; i < effort.rounds; i++) {
                bare.add(load(() -> workflows.run("bare-" + UUID.randomUUID(), shape)));
                unspaced.add(load(() -> run.of(crossrun, federations.request())));
            }
        }
        Line spaced = new Line();
        try (BenchedStack crossrun = service.crossrun(settings, PaceClock.SYSTEM)) {
            for (int i = 0; i < effort.rounds; i++) {
                spaced.add(load(() -> run.of(crossrun, federations.request())));
            }
        }
        out.println(shape.activities() + " activities and " + shape.updates() + " updates each, " + effort.atOnce
                + " at once, " + effort.rounds + " × " + effort.runs + " runs");
        bare.row(table, "bare Temporal", bare);
        unspaced.row(table, "Crossrun, no limits of providers", bare);
        spaced.row(table, "Crossrun", bare);
        table.print(out);
        for (Line line : List.of(bare, unspaced, spaced)) {
            line.errors.forEach((error, times) -> out.println(times + " × " + error));
        }
        out.flush();
    }

    /** The JVM compiles what is used much: that takes some hundred runs, and most of the CPU time until then. */
    private void warmUp(Load.Task task) throws InterruptedException {
        Load.of(effort.warmUp, effort.atOnce, task);
    }

    private Load load(Load.Task task) throws InterruptedException {
        return Load.of(effort.runs, effort.atOnce, task);
    }

    /** What was measured of one kind. */
    private static final class Line {
        private final Sample perSecond = new Sample();
        private final Sample middle = new Sample();
        private final Sample late = new Sample();
        private final Map<String, Integer> errors = new TreeMap<>();

        void add(Load load) {
            perSecond.add(load.perSecond());
            middle.add(load.percentile(0.5));
            late.add(load.percentile(0.99));
            load.errors().forEach(error -> errors.merge(error, 1, Integer::sum));
        }

        void row(Table table, String name, Line baseline) {
            table.row(
                    name,
                    perSecond.toString(),
                    Sample.number(perSecond.median() / baseline.perSecond.median()),
                    Sample.number(middle.median()),
                    Sample.number(late.median()),
                    Sample.number(late.median() / middle.median()),
                    String.valueOf(
                            errors.values().stream().mapToInt(Integer::intValue).sum()));
        }
    }
}
