package dev.crossrun.run;

import java.time.Instant;

/** What somebody wrote beside an answer. */
public record Comment(Actor by, Instant at, String text) {}
