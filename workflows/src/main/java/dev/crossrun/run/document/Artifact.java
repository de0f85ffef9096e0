package dev.crossrun.run.document;

import dev.crossrun.domain.Sha256;

/** A document of a run. {@code step} is the step that brought it; {@code bytes} its size. */
public record Artifact(String name, String step, String mediaType, int bytes, Sha256 sha256) {}
