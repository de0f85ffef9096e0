package dev.crossrun.api.record;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.run.EndedRuns;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.RunDirectory;
import io.dropwizard.lifecycle.Managed;
import io.temporal.client.WorkflowException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archives the records of ended runs: at its start of all that Temporal still has, then every 30 seconds of those that ended since.
 * Every API process has one; a run is archived once.
 */
public final class RecordSweeper implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(RecordSweeper.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    /** How long before Temporal deletes a run its record is archived as it is; half of the retention if that is less. */
    private static final Duration LAST_CHANCE = Duration.ofDays(1);

    /** A workflow that does not answer is asked again after a tenth of the time since its end, but at least as often as this. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final EndedRuns ended;
    private final Records records;
    private final RecordArchive archive;
    private final RecordGauges gauges;
    private final Clock clock;

    /** When the workflows that did not answer are asked again, by the id of the run. */
    private final Map<String, Instant> silent = new HashMap<>();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "records");
        thread.setDaemon(true);
        return thread;
    });

    public RecordSweeper(
            RunDirectory directory, Records records, RecordArchive archive, RecordGauges gauges, Clock clock) {
        this.ended = new EndedRuns(directory, Instant.EPOCH);
        this.records = records;
        this.archive = archive;
        this.gauges = gauges;
        this.clock = clock;
    }

    @Override
    public void start() {
        timer.execute(archive::finishErasures);
        var unused = timer.scheduleWithFixedDelay(this::sweep, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        timer.shutdownNow();
    }

    /** Archives what is not archived yet. A failure is logged and counted. The next call tries again. */
    public void sweep() {
        try {
            List<Instant> missing = ended.list().stream()
                    .filter(run -> !archived(run))
                    .map(run -> run.closedAt().orElseThrow())
                    .toList();
            if (missing.isEmpty()) {
                ended.advance();
            }
            gauges.swept(archive.size(), missing);
        } catch (RuntimeException e) {
            gauges.failed();
            LOG.error("cannot archive the records of ended runs, will try again: {}", e.getMessage(), e);
        }
    }

    /** If one run cannot be archived, the others are, and the next sweep lists the same runs again. */
    private boolean archived(Execution run) {
        if (archive.has(run.id())) {
            return true;
        }
        try {
            Optional<RunRecord> record = record(run);
            record.ifPresent(archive::keep);
            return record.isPresent();
        } catch (RuntimeException e) {
            gauges.failed();
            LOG.warn("cannot archive the record of {}, will try again: {}", run.id(), e.getMessage());
            return false;
        }
    }

    /** Empty as long as the workflow of the run does not answer and Temporal keeps the run. */
    private Optional<RunRecord> record(Execution run) {
        Instant now = clock.instant();
        if (silent.getOrDefault(run.id(), now).isAfter(now)) {
            return Optional.empty();
        }
        try {
            RunRecord whole = records.made(run);
            silent.remove(run.id());
            return Optional.of(whole);
        } catch (ApiException | WorkflowException unanswered) {
            return silent(run, now, unanswered);
        }
    }

    private Optional<RunRecord> silent(Execution run, Instant now, RuntimeException unanswered) {
        Instant end = run.closedAt().orElseThrow();
        boolean lastChance = records.retention()
                .map(kept -> end.plus(kept).minus(shorter(LAST_CHANCE, kept.dividedBy(2))))
                .filter(time -> !now.isBefore(time))
                .isPresent();
        if (lastChance) {
            LOG.warn("Temporal deletes {} soon, and no worker answers for it: its record has no steps", run.id());
            silent.remove(run.id());
            return Optional.of(records.remembered(run));
        }
        LOG.warn(
                "{} has ended, and no worker answers for it. Its record is archived when one does. {}",
                run.id(),
                unanswered.getMessage());
        silent.put(
                run.id(),
                now.plus(shorter(LONGEST_PAUSE, Duration.between(end, now).dividedBy(10))));
        return Optional.empty();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
