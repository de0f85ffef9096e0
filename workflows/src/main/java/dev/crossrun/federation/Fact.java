package dev.crossrun.federation;

import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.Cancellation;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import java.util.Optional;

/** Something that was read, or why it could not be and what would mend that; neither if nobody tried. */
record Fact<T>(Optional<T> value, Optional<String> failure, Optional<String> remedy) {
    static <T> Fact<T> of(Promise<T> read) {
        try {
            return new Fact<>(Optional.of(read.get()), Optional.empty(), Optional.empty());
        } catch (ActivityFailure failed) {
            Cancellation.propagate(failed);
            return new Fact<>(
                    Optional.empty(),
                    Optional.of(FailureType.message(failed)),
                    RequestRemedies.remedy(FederationStep.PREFLIGHT, failed));
        }
    }

    /** As {@link #of(Promise)}, of something that may not have been asked for. */
    static <T> Fact<T> of(Optional<Promise<T>> read) {
        return read.map(Fact::of).orElseGet(Fact::none);
    }

    /** It was not tried: nobody asked for it, or something that it needs could not be read. */
    static <T> Fact<T> none() {
        return new Fact<>(Optional.empty(), Optional.empty(), Optional.empty());
    }

    T require() {
        return value.orElseThrow();
    }
}
