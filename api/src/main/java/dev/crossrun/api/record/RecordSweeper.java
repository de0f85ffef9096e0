package dev.crossrun.api.record;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.run.EndedRuns;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.RunDirectory;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    /** How long the workflow of a run that Temporal ended is asked: there may be no worker at the moment. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final EndedRuns ended;
    private final Records records;
    private final RecordArchive archive;
    private final RecordGauges gauges;
    private final Clock clock;
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

    /** Empty while the workflow of a run that Temporal ended may still answer. */
    private Optional<RunRecord> record(Execution run) {
        try {
            return Optional.of(records.made(run));
        } catch (ApiException e) {
            if (e.code() != ProblemCode.UNAVAILABLE) {
                throw e;
            }
            return patienceEnded(run) ? Optional.of(rest(run)) : Optional.empty();
        }
    }

    private boolean patienceEnded(Execution run) {
        return run.closedAt()
                .filter(end -> end.plus(PATIENCE).isBefore(clock.instant()))
                .isPresent();
    }

    private RunRecord rest(Execution run) {
        LOG.warn(
                "{} was ended in Temporal and its workflow has not answered for an hour: its record has no steps",
                run.id());
        return records.remembered(run);
    }
}
