package dev.crossrun.bench;

import dev.crossrun.bench.bare.BareRuns;
import dev.crossrun.bench.bare.Shape;
import dev.crossrun.cli.text.Table;
import dev.crossrun.simulator.SimulatorSettings;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** The history of one run, beside that of a bare workflow of its shape. */
final class Histories {
    private Histories() {}

    static void print(BenchService service, LargeCompany company, PrintWriter out) throws InterruptedException {
        List<HistoryEvent> events;
        Duration took;
        try (BenchedStack crossrun =
                service.crossrun(SimulatorSettings.defaults().withSeed(company).withoutRateLimits(), Unspaced.CLOCK)) {
            long start = System.nanoTime();
            events = crossrun.history(crossrun.succeed(company.request()));
            took = Duration.ofNanos(System.nanoTime() - start);
        }
        Shape shape = Shape.of(events);
        List<HistoryEvent> bare;
        try (BareRuns workflows = new BareRuns(service.client())) {
            workflows.run("bare-history", shape);
            bare = service.client().fetchHistory("bare-history").getEvents();
        }
        out.println(shape.activities() + " activities and " + shape.updates() + " updates, " + took.toSeconds() + " s");
        Table table = new Table("", "events", "ratio", "KB", "ratio");
        table.row("bare Temporal", "" + bare.size(), "1.00", Sample.number(kilobytes(bare)), "1.00");
        table.row(
                "Crossrun",
                "" + events.size(),
                Sample.number((double) events.size() / bare.size()),
                Sample.number(kilobytes(events)),
                Sample.number(kilobytes(events) / kilobytes(bare)));
        table.print(out);
        out.flush();
    }

    private static double kilobytes(List<HistoryEvent> events) {
        return events.stream().mapToLong(HistoryEvent::getSerializedSize).sum() / 1e3;
    }
}
