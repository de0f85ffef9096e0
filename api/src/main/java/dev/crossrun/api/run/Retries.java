package dev.crossrun.api.run;

import dev.crossrun.run.failure.FailureView;
import java.util.Optional;

/**
 * How often calls were tried again.
 *
 * @param count attempts after the first one of each call
 * @param lastFailure why the last of them was needed; absent if there was none
 */
public record Retries(int count, Optional<FailureView> lastFailure) {
    /** None. */
    public static final Retries NONE = new Retries(0, Optional.empty());

    Retries and(int more, Optional<FailureView> later) {
        return new Retries(count + more, later.or(() -> lastFailure));
    }
}
