package dev.crossrun.run.task;

import dev.crossrun.run.actor.Actor;
import java.time.Instant;

/** What a person wrote together with an answer. */
public record Comment(Actor by, Instant at, String text) {}
