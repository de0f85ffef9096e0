package dev.crossrun.api.record;

import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A record in the list of the archive.
 *
 * @param entry the number of its entry in the chain
 * @param id of the run
 * @param undoes the id of the run that this one undoes
 * @param run what the record says of the run; absent once it is erased
 */
public record RecordItem(
        int entry,
        String id,
        Instant recordedAt,
        Optional<String> undoes,
        Optional<RecordedRun> run,
        Optional<Erasure> erased) {
    /** A run as it ended. */
    public record RecordedRun(
            String runbook,
            String name,
            RunStatus status,
            Actor requestedBy,
            Instant startedAt,
            Optional<Instant> closedAt,
            String summary,
            List<AccountId> accounts) {
        static RecordedRun of(RunRecord record) {
            return new RecordedRun(
                    record.runbook(),
                    record.name(),
                    record.status(),
                    record.requestedBy(),
                    record.startedAt(),
                    record.closedAt(),
                    record.summary(),
                    record.accounts());
        }
    }

    /** Who erased a record, when and why. */
    public record Erasure(Instant at, Actor by, String reason) {}
}
