package dev.crossrun.api.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The runs that have ended, for somebody who asks again and again. For one thread. */
public final class EndedRuns {
    private static final int PAGE = 200;

    /** Temporal lists a run some seconds after it has ended, and not in the order in which runs end. */
    private static final Duration LATE = Duration.ofMinutes(10);

    private final RunDirectory directory;
    private Instant since;
    private Instant last;

    /** Those that end at {@code since} or later. */
    public EndedRuns(RunDirectory directory, Instant since) {
        this.directory = directory;
        this.since = since;
        this.last = since;
    }

    /** All that ended since {@link #advance}, and those of the ten minutes before. */
    public List<Execution> list() {
        List<Execution> runs = Page.all(cursor -> directory.list(RunFilter.closedSince(since), PAGE, cursor));
        last = runs.stream()
                .flatMap(run -> run.closedAt().stream())
                .max(Comparator.naturalOrder())
                .orElse(last);
        return runs;
    }

    /** Says that the caller is done with all that were listed. */
    public void advance() {
        if (last.isAfter(since.plus(LATE))) {
            since = last.minus(LATE);
        }
    }
}
