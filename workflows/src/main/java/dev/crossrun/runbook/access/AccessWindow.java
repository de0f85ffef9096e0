package dev.crossrun.runbook.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** From when to when the access is given. Its end may come nearer, or be moved by an approval. */
final class AccessWindow {
    private Optional<Instant> from = Optional.empty();
    private Instant until = Instant.MAX;
    private Optional<String> endedBy = Optional.empty();

    /** The access is about to be given. A second call changes nothing. */
    void open(Instant start, Duration duration) {
        if (from.isEmpty()) {
            from = Optional.of(start);
            until = start.plus(duration);
        }
    }

    Optional<Instant> from() {
        return from;
    }

    /** When it ends, as it stands. */
    Instant until() {
        return until;
    }

    void extend(Instant other) {
        until = other;
    }

    /** Somebody ends it now; {@code why} says who and why. */
    void end(Instant now, String why) {
        if (endedBy.isEmpty() && now.isBefore(until)) {
            endedBy = Optional.of(why);
        }
    }

    boolean isEnded() {
        return endedBy.isPresent();
    }

    /** Who ended it before its time, and why; empty if nobody did. */
    Optional<String> endedBy() {
        return endedBy;
    }
}
