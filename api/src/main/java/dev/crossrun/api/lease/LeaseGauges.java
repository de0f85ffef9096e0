package dev.crossrun.api.lease;

import dev.crossrun.lease.LeaseSweep;
import dev.crossrun.lease.LeaseSweep.Report;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Temporary access that should have ended, as metrics: of the leases by what their keepers said last, of other assignments by the last
 * sweep. docs/operating/monitoring.md lists the names.
 */
public final class LeaseGauges extends Collector implements Collector.Describable {
    private final Clock clock;
    private final Map<String, List<Instant>> ends = new HashMap<>();
    private Optional<Integer> silent = Optional.empty();
    private Optional<Report> sweep = Optional.empty();

    public LeaseGauges(Clock clock) {
        this.clock = clock;
    }

    /**
     * What all keepers say, by their workflow ids. Of those that do not answer, what they said before still counts: their leases come to
     * an end all the same.
     */
    synchronized void kept(Map<String, List<Instant>> answers, Set<String> unanswered) {
        ends.keySet().retainAll(unanswered);
        ends.putAll(answers);
        silent = Optional.of(unanswered.size());
    }

    /** What the last sweep found; absent if there was none for longer than the longest time between two. */
    synchronized void swept(Optional<Report> report) {
        sweep = report;
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        silent.ifPresent(keepers -> families.addAll(leases(keepers)));
        sweep.ifPresent(report -> families.addAll(differences(report)));
        return families;
    }

    private List<MetricFamilySamples> leases(int unanswered) {
        Instant now = clock.instant();
        List<Instant> overdue = ends.values().stream()
                .flatMap(List::stream)
                .filter(end -> end.isBefore(now))
                .sorted()
                .toList();
        return List.of(
                new GaugeMetricFamily("crossrun_leases_overdue", "Leases whose end is over", overdue.size()),
                new GaugeMetricFamily(
                        "crossrun_lease_overdue_oldest_seconds",
                        "How long ago the first of these leases should have ended",
                        overdue.isEmpty()
                                ? 0
                                : Duration.between(overdue.get(0), now).toSeconds()),
                new GaugeMetricFamily(
                        "crossrun_lease_keepers_silent", "Keepers that did not say what they hold", unanswered));
    }

    private static List<MetricFamilySamples> differences(Report report) {
        GaugeMetricFamily differences = new GaugeMetricFamily(
                "crossrun_sweep_differences", "Differences that the last sweep found", List.of("kind"));
        for (LeaseSweep.Kind kind : LeaseSweep.Kind.values()) {
            long found = report.differences().stream()
                    .filter(each -> each.kind() == kind)
                    .count();
            differences.addMetric(List.of(kind.name()), (double) found);
        }
        return List.of(
                differences,
                new GaugeMetricFamily(
                        "crossrun_sweep_unread",
                        "Parts that the last sweep could not compare",
                        report.unread().size()));
    }

    /** What is registered is not asked for its values. */
    @Override
    public synchronized List<MetricFamilySamples> describe() {
        List<MetricFamilySamples> families = new ArrayList<>(leases(0));
        families.addAll(differences(new Report(List.of(), 0, List.of(), false)));
        return families;
    }
}
