package dev.crossrun.run;

import dev.crossrun.domain.AccountId;
import dev.crossrun.run.actor.Actor;
import java.util.List;
import java.util.Optional;

/**
 * What every run is started with, besides its runbook's input.
 *
 * @param planOnly whether the run ends after its plan
 * @param accounts the accounts that the run touches
 * @param undoes the id of the ended run that this one undoes; absent in a run of a runbook
 * @param revision of the runbook's steps that the run has, whatever comes later; 1 where it is absent, and in an undo
 */
public record RunStart(
        String runbook,
        String name,
        Actor requestedBy,
        boolean planOnly,
        List<AccountId> accounts,
        Optional<String> undoes,
        int revision) {
    public RunStart {
        revision = Math.max(revision, 1);
        accounts = accounts == null ? List.of() : List.copyOf(accounts);
    }

    /** The start of a runbook's run that touches no account. */
    public static RunStart of(String runbook, String name, Actor requestedBy, boolean planOnly) {
        return new RunStart(runbook, name, requestedBy, planOnly, List.of(), Optional.empty(), 1);
    }
}
