package dev.crossrun.run;

import dev.crossrun.run.actor.Actor;

/**
 * What every run is started with, beside its runbook's input.
 *
 * @param planOnly whether the run ends after its plan
 */
public record RunStart(String runbook, String name, Actor requestedBy, boolean planOnly) {}
