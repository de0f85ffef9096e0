package dev.crossrun.federation;

import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.Cancellation;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Promise;
import java.util.List;
import java.util.Optional;

/** Something that was read, or why it could not be and what would mend that. One of the two is there. */
record Reading<T>(Optional<T> value, Optional<String> failure, Optional<String> remedy) {
    static <T> Reading<T> of(Promise<T> read) {
        try {
            return new Reading<>(Optional.of(read.get()), Optional.empty(), Optional.empty());
        } catch (ActivityFailure failed) {
            Cancellation.propagate(failed);
            String why = FailureType.cause(failed)
                    .map(ApplicationFailure::getOriginalMessage)
                    .orElse("no answer came in time");
            return new Reading<>(
                    Optional.empty(),
                    Optional.of(why),
                    FailureType.error(failed).remedy());
        }
    }

    /** As {@link #of(Promise)}, of something that may not have been asked for. */
    static <T> Reading<T> of(Optional<Promise<T>> read) {
        return read.map(Reading::of).orElseGet(Reading::none);
    }

    /** All of them, or why one could not be read. */
    static <T> Reading<List<T>> all(List<Promise<T>> reads) {
        List<Reading<T>> each = reads.stream().map(Reading::of).toList();
        return each.stream()
                .filter(reading -> reading.failure().isPresent())
                .findFirst()
                .map(failed -> new Reading<List<T>>(Optional.empty(), failed.failure(), failed.remedy()))
                .orElseGet(() -> new Reading<>(
                        Optional.of(each.stream().map(Reading::require).toList()), Optional.empty(), Optional.empty()));
    }

    /** It was not tried, since something that it needs could not be read. */
    static <T> Reading<T> none() {
        return new Reading<>(Optional.empty(), Optional.empty(), Optional.empty());
    }

    T require() {
        return value.orElseThrow();
    }
}
