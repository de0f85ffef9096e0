package dev.crossrun.federation;

import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.Cancellation;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Promise;
import java.util.LinkedHashMap;
import java.util.Map;
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
                    FailureType.error(failed).remedy());
        }
    }

    /** As {@link #of(Promise)}, of something that may not have been asked for. */
    static <T> Fact<T> of(Optional<Promise<T>> read) {
        return read.map(Fact::of).orElseGet(Fact::none);
    }

    /** All of them by what was asked, or why one could not be read. */
    static <K, T> Fact<Map<K, T>> all(Map<K, Promise<T>> reads) {
        Map<K, T> values = new LinkedHashMap<>();
        Optional<Fact<Map<K, T>>> failed = Optional.empty();
        for (Map.Entry<K, Promise<T>> read : reads.entrySet()) {
            Fact<T> fact = of(read.getValue());
            fact.value().ifPresent(value -> values.put(read.getKey(), value));
            if (fact.failure().isPresent()) {
                failed = Optional.of(new Fact<>(Optional.empty(), fact.failure(), fact.remedy()));
            }
        }
        return failed.orElseGet(() -> new Fact<>(Optional.of(values), Optional.empty(), Optional.empty()));
    }

    /** It was not tried: nobody asked for it, or something that it needs could not be read. */
    static <T> Fact<T> none() {
        return new Fact<>(Optional.empty(), Optional.empty(), Optional.empty());
    }

    T require() {
        return value.orElseThrow();
    }
}
