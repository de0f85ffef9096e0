package dev.crossrun.run.task;

import dev.crossrun.run.actor.Actor;
import java.time.Instant;

/** What somebody wrote beside an answer. */
public record Comment(Actor by, Instant at, String text) {}
