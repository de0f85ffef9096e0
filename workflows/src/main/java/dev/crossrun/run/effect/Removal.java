package dev.crossrun.run.effect;

import dev.crossrun.run.failure.FailureView;
import java.util.List;
import java.util.Optional;

/**
 * What became of a resource that a run removes; in a preview, what would become of it.
 *
 * @param reason why it was kept, as a sentence; absent otherwise
 * @param failure why it could not be removed; absent unless the outcome is FAILED
 * @param changes the calls by which it was removed
 */
public record Removal(
        Outcome outcome, Optional<String> reason, Optional<FailureView> failure, List<ProviderCall> changes) {
    public Removal {
        changes = List.copyOf(changes);
    }

    /** What became of it. */
    public enum Outcome {
        REMOVED,
        /** It was not there. */
        GONE,
        KEPT,
        /** One of several could not be removed. Of a single one the activity fails instead. */
        FAILED
    }

    public static Removal removed() {
        return new Removal(Outcome.REMOVED, Optional.empty(), Optional.empty(), List.of());
    }

    public static Removal gone() {
        return new Removal(Outcome.GONE, Optional.empty(), Optional.empty(), List.of());
    }

    /** Kept since it is not ours: {@code mark} is another's, or there is none. */
    public static Removal foreign(String thing, Optional<String> mark) {
        return kept(thing + mark.map(other -> " belongs to " + other).orElse(" does not have Crossrun's mark"));
    }

    /** Kept since it is not as the run made it: {@code what} of it differs. */
    public static Removal changed(String thing, String what) {
        return kept(thing + " was changed by somebody else since: " + what);
    }

    /** One of several that could not be removed, and why. */
    public static Removal failed(FailureView failure) {
        return new Removal(Outcome.FAILED, Optional.empty(), Optional.of(failure), List.of());
    }

    public static Removal kept(String reason) {
        return new Removal(Outcome.KEPT, Optional.of(reason), Optional.empty(), List.of());
    }

    /** The same for a resource for which these calls were made. */
    public Removal changedBy(List<ProviderCall> calls) {
        return new Removal(outcome, reason, failure, calls);
    }
}
