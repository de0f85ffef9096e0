package dev.crossrun.activity;

import dev.crossrun.run.effect.ProviderCall;
import dev.crossrun.run.failure.FailureView;
import java.util.List;
import java.util.Optional;

/**
 * What became of one item of a batch. A failed item does not stop the others.
 *
 * @param failure why the item failed; absent unless the outcome is FAILED
 * @param changes the calls by which the item was made or changed
 */
public record ItemResult(Outcome outcome, Optional<FailureView> failure, List<ProviderCall> changes) {
    public ItemResult {
        changes = List.copyOf(changes);
    }

    public static ItemResult done() {
        return new ItemResult(Outcome.DONE, Optional.empty(), List.of());
    }

    public static ItemResult there() {
        return new ItemResult(Outcome.THERE, Optional.empty(), List.of());
    }

    public static ItemResult failed(FailureView failure) {
        return new ItemResult(Outcome.FAILED, Optional.of(failure), List.of());
    }

    /** The same for an item for which these calls were made. */
    public ItemResult changedBy(List<ProviderCall> calls) {
        return new ItemResult(outcome, failure, calls);
    }

    /** What became of the item. */
    public enum Outcome {
        /** It is as wanted, by this call or an earlier attempt of it. */
        DONE,
        /** Someone else made it since the run looked. It was left as it is. */
        THERE,
        FAILED
    }
}
