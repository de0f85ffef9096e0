package dev.crossrun.run;

import dev.crossrun.run.actor.Actor;
import java.util.Optional;

/**
 * What every run is started with, besides its runbook's input.
 *
 * @param planOnly whether the run ends after its plan
 * @param undoes the id of the ended run that this one undoes; absent in a run of a runbook
 */
public record RunStart(String runbook, String name, Actor requestedBy, boolean planOnly, Optional<String> undoes) {
    /** The start of a runbook's run. */
    public static RunStart of(String runbook, String name, Actor requestedBy, boolean planOnly) {
        return new RunStart(runbook, name, requestedBy, planOnly, Optional.empty());
    }
}
