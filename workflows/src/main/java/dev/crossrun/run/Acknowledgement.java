package dev.crossrun.run;

import java.time.Instant;

/** A run took a wish at this time. What became of it is in the run's view: it is not kept in history a second time. */
public record Acknowledgement(Instant at) {}
