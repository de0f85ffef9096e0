package dev.crossrun.api.record;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunFilter;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private static final int PAGE = 200;

    /** Temporal lists a run some seconds after it has ended, and not in the order in which runs end. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** How long the workflow of a run that Temporal ended is asked: there may be no worker at the moment. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final RunDirectory directory;
    private final Records records;
    private final RecordArchive archive;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "records");
        thread.setDaemon(true);
        return thread;
    });
    private Instant since = Instant.EPOCH;

    public RecordSweeper(RunDirectory directory, Records records, RecordArchive archive, Clock clock) {
        this.directory = directory;
        this.records = records;
        this.archive = archive;
        this.clock = clock;
    }

    @Override
    public void start() {
        timer.execute(archive::finishErasures);
        var unused = timer.scheduleWithFixedDelay(this::sweepOrLog, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        timer.shutdownNow();
    }

    private void sweepOrLog() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.error("cannot archive the records of ended runs, will try again: {}", e.getMessage(), e);
        }
    }

    /** If one run cannot be archived, the others are, and the next sweep lists the same runs again. */
    private void sweep() {
        boolean complete = true;
        Instant last = since;
        for (Execution run : Page.all(cursor -> directory.list(RunFilter.closedSince(since), PAGE, cursor))) {
            complete &= archived(run);
            last = run.closedAt().filter(last::isBefore).orElse(last);
        }
        if (complete && last.isAfter(since.plus(LATE))) {
            since = last.minus(LATE);
        }
    }

    private boolean archived(Execution run) {
        if (archive.has(run.id())) {
            return true;
        }
        try {
            archive.keep(records.made(run));
            return true;
        } catch (ApiException e) {
            return e.code() == ProblemCode.UNAVAILABLE && patienceEnded(run) && keepRest(run);
        } catch (RuntimeException e) {
            LOG.warn("cannot archive the record of {}, will try again: {}", run.id(), e.getMessage());
            return false;
        }
    }

    private boolean patienceEnded(Execution run) {
        return run.closedAt()
                .filter(end -> end.plus(PATIENCE).isBefore(clock.instant()))
                .isPresent();
    }

    private boolean keepRest(Execution run) {
        LOG.warn(
                "{} was ended in Temporal and its workflow has not answered for an hour: its record has no steps",
                run.id());
        archive.keep(records.remembered(run));
        return true;
    }
}
