package dev.crossrun.run;

import dev.crossrun.run.actor.Actor;
import java.util.Optional;

/** Why a run ended otherwise than asked for. */
public record Problem(String detail, Optional<Actor> by) {}
