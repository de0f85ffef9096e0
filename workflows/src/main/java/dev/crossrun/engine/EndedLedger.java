package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.LedgerActivities;
import dev.crossrun.activity.LedgerActivities.LedgerQuery;
import dev.crossrun.activity.LedgerActivities.Standing;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.effect.LedgerPage;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import java.util.function.Consumer;

/** The ledger of a run that has ended, read from Temporal. */
final class EndedLedger {
    private final EndedRun run;

    EndedLedger(EndedRun run) {
        this.run = run;
    }

    /**
     * Reads the whole ledger.
     *
     * @param page takes each part of it
     * @param warning takes what an approver should know
     * @return why the run cannot be undone; empty if it can
     */
    Optional<String> read(Consumer<LedgerPage> page, Consumer<String> warning) {
        LedgerActivities ledgers =
                Workflow.newActivityStub(LedgerActivities.class, Calls.ordinary("Read the ledger of the ended run"));
        try {
            Standing standing = ledgers.stand(run);
            if (standing.refusal().isEmpty()) {
                readAll(ledgers, page);
                standing.later()
                        .ifPresent(id -> warning.accept("A later run of this name exists: " + id
                                + ". It may use the same resources: check before you confirm."));
            }
            return standing.refusal();
        } catch (ActivityFailure failure) {
            Cancellation.propagate(failure);
            return Optional.of("The ledger of " + run.id() + " cannot be read: " + FailureType.message(failure));
        }
    }

    private void readAll(LedgerActivities ledgers, Consumer<LedgerPage> page) {
        int after = 0;
        LedgerPage next;
        do {
            next = ledgers.read(new LedgerQuery(run, after));
            page.accept(next);
            after += next.entries().size();
        } while (next.more());
    }
}
