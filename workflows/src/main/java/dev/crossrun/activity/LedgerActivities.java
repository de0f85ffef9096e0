package dev.crossrun.activity;

import dev.crossrun.run.EndedRun;
import dev.crossrun.run.effect.LedgerPage;
import io.temporal.activity.ActivityInterface;
import java.util.Optional;

/** The ledgers of runs that have ended, read from Temporal. */
@ActivityInterface(namePrefix = "Ledger_")
public interface LedgerActivities {
    /** Whether a run can be undone (DescribeWorkflowExecution). Reads only. NOT_FOUND if Temporal does not have the run. */
    Standing stand(EndedRun run);

    /** A part of the run's ledger (QueryWorkflow). Reads only. */
    LedgerPage read(LedgerQuery query);

    /**
     * Where a run stands for an undo.
     *
     * @param refusal why it cannot be undone, as a sentence; absent if it can
     * @param later the id of the latest run of the same name, whose resources bear the same mark; absent if there is none
     */
    record Standing(Optional<String> refusal, Optional<String> later) {}

    /** The entries of a run's ledger after the one numbered {@code after}. */
    record LedgerQuery(EndedRun run, int after) {}
}
