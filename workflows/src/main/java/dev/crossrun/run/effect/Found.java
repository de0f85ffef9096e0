package dev.crossrun.run.effect;

import java.util.Map;
import java.util.Optional;

/**
 * What was read of a resource just before a change.
 *
 * @param mark whose it is: the value of its tag {@code crossrun:run}, if it has one
 * @param before values to put back, by name, where a change would overwrite them
 */
public record Found(Presence presence, Optional<String> mark, Map<String, String> before) {
    public Found {
        before = Map.copyOf(before);
    }

    public static Found absent() {
        return new Found(Presence.ABSENT, Optional.empty(), Map.of());
    }

    /** There, without a mark or with one that was not read: taken for somebody else's. */
    public static Found unmarked(Map<String, String> before) {
        return new Found(Presence.FOREIGN, Optional.empty(), before);
    }

    public boolean exists() {
        return presence != Presence.ABSENT;
    }

    /** A resource with this mark (if any), seen by a run whose mark is {@code ours}. */
    public static Found marked(Optional<String> mark, String ours, Map<String, String> before) {
        return new Found(mark.equals(Optional.of(ours)) ? Presence.OURS : Presence.FOREIGN, mark, before);
    }
}
