package dev.crossrun.run.step;

import java.time.Instant;
import java.util.Optional;

/**
 * What shows that a human step was done.
 *
 * @param source where it was seen: {@code CLOUDTRAIL}, {@code ENTRA}, {@code DOCUMENT}, {@code API} or {@code PERSON}
 * @param reference the id under which the source keeps it: an event id, a SHA-256
 */
public record Evidence(State state, String source, String what, Instant at, Optional<String> reference) {
    /** How far it can be trusted. */
    public enum State {
        /** A person says so. */
        CLAIMED,
        /** The engine saw it. */
        VERIFIED
    }
}
