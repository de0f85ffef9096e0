package dev.crossrun.run;

import dev.crossrun.run.actor.Caller;
import java.util.Optional;

/**
 * A wish to run a finished step again, and with it every step that depends on it.
 *
 * @param run the execution run id of its run
 */
public record Redo(String run, String from, Optional<String> comment, Caller by) {}
