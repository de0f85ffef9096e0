package dev.crossrun.run;

import dev.crossrun.run.actor.Caller;
import java.util.Optional;

/** A wish to run a finished step again, and with it every step that depends on it. */
public record Redo(String from, Optional<String> comment, Caller by) {}
