package dev.crossrun.api.record;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The archive of records as metrics, as the sweeper of this process left it last. docs/operating/monitoring.md lists the names. */
public final class RecordGauges extends Collector implements Collector.Describable {
    private final Clock clock;
    private Instant sweptAt;
    private int archived;
    private int failures;
    private List<Instant> missing = List.of();

    /** Until the first sweep has ended, the time since now counts. */
    public RecordGauges(Clock clock) {
        this.clock = clock;
        this.sweptAt = clock.instant();
    }

    /** A sweep has come to its end. The archive has {@code records}; the runs that ended at {@code without} have none yet. */
    synchronized void swept(int records, List<Instant> without) {
        sweptAt = clock.instant();
        archived = records;
        missing = List.copyOf(without);
    }

    /** A record could not be archived, or a sweep came to no end. */
    synchronized void failed() {
        failures++;
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        return List.of(
                new GaugeMetricFamily("crossrun_records_archived", "Records in the archive", archived),
                new GaugeMetricFamily("crossrun_records_missing", "Ended runs without a record", missing.size()),
                new GaugeMetricFamily(
                        "crossrun_record_missing_age_oldest_seconds",
                        "How long ago the first of these runs ended",
                        missing.stream()
                                .min(Comparator.naturalOrder())
                                .map(this::since)
                                .orElse(0.0)),
                new GaugeMetricFamily(
                        "crossrun_record_sweep_age_seconds", "Time since the last complete sweep", since(sweptAt)),
                new CounterMetricFamily("crossrun_record_failures", "Failed attempts to archive records", failures));
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return collect();
    }

    private double since(Instant time) {
        return Math.max(0, Duration.between(time, clock.instant()).toSeconds());
    }
}
