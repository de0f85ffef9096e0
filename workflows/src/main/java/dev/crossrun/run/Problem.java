package dev.crossrun.run;

import java.util.Optional;

/** Why a run ended otherwise than asked for. */
public record Problem(String detail, Optional<Actor> by) {}
