package dev.crossrun.activity;

import dev.crossrun.run.failure.FailureView;
import java.util.Optional;

/**
 * What became of one item of a batch. A failed item does not stop the others.
 *
 * @param failure why the item failed; absent unless the outcome is FAILED
 */
public record ItemResult(Outcome outcome, Optional<FailureView> failure) {
    public static ItemResult done() {
        return new ItemResult(Outcome.DONE, Optional.empty());
    }

    public static ItemResult there() {
        return new ItemResult(Outcome.THERE, Optional.empty());
    }

    public static ItemResult failed(FailureView failure) {
        return new ItemResult(Outcome.FAILED, Optional.of(failure));
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
