package dev.crossrun.api.run;

import dev.crossrun.run.RunStatus;
import dev.crossrun.run.task.TaskSummary;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open runs, open tasks and ended runs as metrics. They are counted when they are scraped, from lists of runs that are at most 15
 * seconds old. While Temporal cannot be reached they are absent.
 */
public final class RunGauges extends Collector implements Collector.Describable {
    private static final Logger LOG = LoggerFactory.getLogger(RunGauges.class);
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final int PAGE = 200;

    private static final RunFilter OPEN = new RunFilter(
            Optional.empty(),
            open(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of());

    private final RunDirectory directory;
    private final Clock clock;
    private final EndedRuns ended;
    private final Map<List<String>, Double> endedByStatus = new HashMap<>();
    private Set<String> endedBefore = Set.of();
    private Instant countedAt = Instant.MIN;
    private List<MetricFamilySamples> counted = List.of();

    /** Counts runs that end from now on; those of {@code runbooks} also while there are none. */
    public RunGauges(RunDirectory directory, List<String> runbooks, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        this.ended = new EndedRuns(directory, clock.instant());
        Set<RunStatus> closed = EnumSet.complementOf(open());
        runbooks.forEach(runbook -> closed.forEach(status -> endedByStatus.put(labels(runbook, status), 0.0)));
    }

    private static EnumSet<RunStatus> open() {
        return Arrays.stream(RunStatus.values())
                .filter(status -> !status.closed())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(RunStatus.class)));
    }

    private static List<String> labels(String runbook, RunStatus status) {
        return List.of(runbook, status.name());
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        Instant now = clock.instant();
        if (countedAt.isBefore(now.minus(FRESH))) {
            counted = count(now);
            countedAt = now;
        }
        return counted;
    }

    /** What is registered is not asked for its values. */
    @Override
    public List<MetricFamilySamples> describe() {
        return families(List.of(), Map.of(), Instant.EPOCH);
    }

    private List<MetricFamilySamples> count(Instant now) {
        try {
            List<Execution> open = Page.all(cursor -> directory.list(OPEN, PAGE, cursor));
            countEnded();
            return families(open, endedByStatus, now);
        } catch (RuntimeException e) {
            LOG.warn("cannot count runs for the metrics: {}", e.getMessage());
            return List.of();
        }
    }

    private void countEnded() {
        List<Execution> runs = ended.list();
        runs.stream()
                .filter(run -> !endedBefore.contains(run.id()))
                .forEach(run -> endedByStatus.merge(labels(run.summary().runbook(), run.status()), 1.0, Double::sum));
        endedBefore = runs.stream().map(Execution::id).collect(Collectors.toSet());
        ended.advance();
    }

    private static List<MetricFamilySamples> families(
            List<Execution> runs, Map<List<String>, Double> ended, Instant now) {
        Map<List<String>, Double> byStatus = new HashMap<>();
        Map<List<String>, Double> tasks = new HashMap<>();
        Map<List<String>, Double> oldest = new HashMap<>();
        for (Execution run : runs) {
            String runbook = run.summary().runbook();
            byStatus.merge(labels(runbook, run.status()), 1.0, Double::sum);
            for (TaskSummary task : run.summary().tasks()) {
                List<String> labels = List.of(runbook, task.kind().name());
                double seconds = Duration.between(task.openedAt(), now).toSeconds();
                tasks.merge(labels, 1.0, Double::sum);
                oldest.merge(labels, Math.max(0, seconds), Math::max);
            }
        }
        GaugeMetricFamily open =
                new GaugeMetricFamily("crossrun_runs_open", "Runs that have not ended", List.of("runbook", "status"));
        byStatus.forEach(open::addMetric);
        GaugeMetricFamily waiting =
                new GaugeMetricFamily("crossrun_tasks_open", "Tasks that wait for people", List.of("runbook", "kind"));
        tasks.forEach(waiting::addMetric);
        GaugeMetricFamily age = new GaugeMetricFamily(
                "crossrun_task_age_oldest_seconds",
                "How long the oldest of these tasks has been open",
                List.of("runbook", "kind"));
        oldest.forEach(age::addMetric);
        CounterMetricFamily closed =
                new CounterMetricFamily("crossrun_runs_closed", "Runs that ended", List.of("runbook", "status"));
        ended.forEach(closed::addMetric);
        return List.of(open, waiting, age, closed);
    }
}
