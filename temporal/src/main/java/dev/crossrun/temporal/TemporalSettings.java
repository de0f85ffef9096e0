package dev.crossrun.temporal;

import java.util.Optional;

/**
 * Which Temporal service. What is absent comes from the standard {@code TEMPORAL_*} environment and configuration file
 * (Temporal documentation, "Environment configuration"), and from its defaults last.
 *
 * @param address host and port of the frontend's gRPC, such as {@code 127.0.0.1:7233}
 * @param namespace {@code default} by default
 */
public record TemporalSettings(Optional<String> address, Optional<String> namespace) {}
