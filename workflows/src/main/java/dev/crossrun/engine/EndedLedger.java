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
    private Optional<Standing> seen = Optional.empty();

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
        try {
            Standing standing =
                    ledgers("Check whether the ended run can be undone").stand(run);
            seen = Optional.of(standing);
            if (standing.refusal().isEmpty()) {
                readAll(ledgers("Read the ledger of the ended run"), page);
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

    /** Why what was read must not be undone any more, such as a run of the same name that was started since; empty if it may. */
    Optional<String> sameAsRead() {
        try {
            Standing now =
                    ledgers("Check whether another run of the name was started").stand(run);
            boolean same = Optional.of(now).equals(seen);
            return same
                    ? Optional.empty()
                    : Optional.of(now.refusal()
                                    .or(() ->
                                            now.later().map(id -> "A later run of this name was started since: " + id))
                                    .orElse("The run was undone or deleted meanwhile")
                            + ". Nothing was undone. Look at it, then ask for the undo again.");
        } catch (ActivityFailure failure) {
            Cancellation.propagate(failure);
            return Optional.of("Crossrun cannot check whether another run of this name was started: "
                    + FailureType.message(failure) + ". Nothing was undone.");
        }
    }

    private static LedgerActivities ledgers(String summary) {
        return Workflow.newActivityStub(LedgerActivities.class, Calls.ordinary(summary));
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
