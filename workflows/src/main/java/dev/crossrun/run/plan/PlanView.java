package dev.crossrun.run.plan;

import dev.crossrun.run.actor.Actor;
import java.time.Instant;
import java.util.Optional;

/** The plan in short, with its approval. */
public record PlanView(String hash, Optional<Actor> approvedBy, Optional<Instant> approvedAt) {}
