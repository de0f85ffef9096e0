package dev.crossrun.engine;

import dev.crossrun.run.Refusal;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.actor.Actor;
import io.temporal.workflow.Workflow;

/**
 * How full a run's history is. Temporal ends a run at 51,200 events or 50 MB (Temporal documentation, "Temporal Cloud
 * defaults, limits, and configurable settings"), and then nothing of it can be undone from within. At 60 % of either a run takes
 * no more documents; what it needs to go on, to be aborted and undone fits into the rest.
 */
final class HistoryLimit {
    static final long EVENTS = 51_200L * 60 / 100;
    static final long BYTES = 50L * 1024 * 1024 * 60 / 100;

    private final Journal journal;
    private boolean told;

    HistoryLimit(Journal journal) {
        this.journal = journal;
    }

    /** Warns operators once that the history is nearly full. */
    void watch() {
        if (!told && nearlyFull(length(), bytes())) {
            told = true;
            journal.run(
                    RunEvent.Type.HISTORY_NEARLY_FULL,
                    Actor.ENGINE,
                    "The history has " + length() + " events and " + bytes() + " bytes, 60 % of what Temporal allows."
                            + " The run takes no more documents; it can be aborted and undone.");
        }
    }

    /** Refuses a document where the history is nearly full. */
    void requireRoom() {
        if (nearlyFull(length(), bytes())) {
            throw Refusal.HISTORY_FULL.because("The run's history is nearly full (" + length() + " events, " + bytes()
                    + " bytes), so it takes no more documents. Abort the run, undo it if you want, and start another.");
        }
    }

    static boolean nearlyFull(long events, long bytes) {
        return events >= EVENTS || bytes >= BYTES;
    }

    private static long length() {
        return Workflow.getInfo().getHistoryLength();
    }

    private static long bytes() {
        return Workflow.getInfo().getHistorySize();
    }
}
