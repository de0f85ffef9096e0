package dev.crossrun.run.effect;

import java.util.Optional;

/**
 * What became of a thing that a run takes back; in a preview, what would become of it.
 *
 * @param reason why it was kept, or with what it goes, as a sentence; absent otherwise
 */
public record Removal(Outcome outcome, Optional<String> reason) {
    static final String GOES_WITH = "It goes with ";

    /** What became of it. */
    public enum Outcome {
        REMOVED,
        /** It was not there. */
        GONE,
        KEPT,
        /** In a preview only: it goes with another thing, after which it is asked for again. */
        GOES_WITH,
        /** One of several could not be removed; the reason says why. Of a single one the activity fails instead. */
        FAILED
    }

    public static Removal removed() {
        return new Removal(Outcome.REMOVED, Optional.empty());
    }

    public static Removal gone() {
        return new Removal(Outcome.GONE, Optional.empty());
    }

    /** Kept since it is not ours: {@code mark} is another's, or there is none. */
    public static Removal foreign(String thing, Optional<String> mark) {
        return kept(thing + mark.map(other -> " belongs to " + other).orElse(" does not bear Crossrun's mark"));
    }

    /** Kept since it is not as the run made it: {@code what} of it differs. */
    public static Removal changed(String thing, String what) {
        return kept(thing + " was changed since by somebody else: " + what);
    }

    /** What becomes of it is known when the other thing was taken back or kept. */
    public static Removal with(String other) {
        return new Removal(Outcome.GOES_WITH, Optional.of(GOES_WITH + other));
    }

    /** One of several that could not be removed, and why. */
    public static Removal failed(String reason) {
        return new Removal(Outcome.FAILED, Optional.of(reason));
    }

    public static Removal kept(String reason) {
        return new Removal(Outcome.KEPT, Optional.of(reason));
    }
}
