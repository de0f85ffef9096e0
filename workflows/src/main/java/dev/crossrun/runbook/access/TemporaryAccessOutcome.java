package dev.crossrun.runbook.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a temporary access.
 *
 * @param until when it was to end, as it was approved last
 * @param endedBy who ended it before, and why
 * @param extensions who approved how much more
 * @param revoked what the user had and no longer has
 * @param kept what the user has by something else, and keeps
 * @param notConfirmed what the run had no confirmation of, and what was not there at the end
 * @param calls the number of calls in CloudTrail, of which {@code denied} were refused
 */
public record TemporaryAccessOutcome(
        String user,
        Instant from,
        Instant until,
        Optional<String> endedBy,
        List<String> extensions,
        List<String> revoked,
        List<String> kept,
        List<String> notConfirmed,
        boolean sessionsEnded,
        int calls,
        int denied,
        boolean incomplete) {
    public TemporaryAccessOutcome {
        extensions = List.copyOf(extensions);
        revoked = List.copyOf(revoked);
        kept = List.copyOf(kept);
        notConfirmed = List.copyOf(notConfirmed);
    }
}
