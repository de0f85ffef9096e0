package dev.crossrun.run.effect;

import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import java.util.List;
import java.util.Optional;

/**
 * A part of a run's ledger, with all else that an undo needs to know of the run.
 *
 * @param steps the run's steps, in the order of the procedure
 * @param entries at most {@value #MOST}, by their numbers
 * @param more whether there are entries after these
 * @param left whether the whole ledger has an effect that an undo could still remove; what was adopted is none
 */
public record LedgerPage(List<LedgerStep> steps, List<LedgerEntry> entries, boolean more, boolean left) {
    /** The most entries of a page: a payload holds at most 2 MiB. */
    public static final int MOST = 500;

    public LedgerPage {
        steps = List.copyOf(steps);
        entries = List.copyOf(entries);
    }

    /**
     * A step of the run.
     *
     * @param kept the resource that was as wanted when the run was planned; absent if the step had something to do
     */
    public record LedgerStep(StepDefinition definition, StepStatus status, Optional<String> kept) {}
}
