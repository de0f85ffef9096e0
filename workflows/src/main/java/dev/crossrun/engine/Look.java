package dev.crossrun.engine;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that is read before the plan, once for every plan, by the step that needs it first. What cannot be read is a finding that
 * blocks, and hides no other.
 */
public final class Look<T> {
    private final String pointer;
    private final Function<Preflight, Optional<T>> read;
    private @Nullable Object round;
    private @Nullable Promise<Optional<T>> reading;
    private Optional<T> seen = Optional.empty();

    /** Why it could not be read, until the first one who asks reports it. */
    private Optional<ActivityFailure> failure = Optional.empty();

    private Look(String pointer, Function<Preflight, Optional<T>> read) {
        this.pointer = pointer;
        this.read = read;
    }

    /** {@code pointer}: the field of the input that is to blame if it cannot be read; {@code read} calls activities. */
    public static <T> Look<T> at(String pointer, Function<Preflight, T> read) {
        return new Look<>(pointer, preflight -> Optional.of(read.apply(preflight)));
    }

    /** As {@link #at}, of something that is read only if there is a reason to, or if what it needs could be read. */
    public static <T> Look<T> maybe(String pointer, Function<Preflight, Optional<T>> read) {
        return new Look<>(pointer, read);
    }

    /** Begins to read, if nobody has. */
    public void begin(Preflight preflight) {
        reading(preflight);
    }

    /** What was read; empty if it could not be read, and then a finding says why. */
    public Optional<T> in(Preflight preflight) {
        Optional<T> read = reading(preflight).get();
        failure.ifPresent(why -> preflight.unreadable(pointer, why));
        failure = Optional.empty();
        return read;
    }

    /** What was read for the latest plan. */
    public Optional<T> seen() {
        return seen;
    }

    private Promise<Optional<T>> reading(Preflight preflight) {
        Promise<Optional<T>> begun = reading;
        if (begun == null || round != preflight.round()) {
            round = preflight.round();
            seen = Optional.empty();
            failure = Optional.empty();
            begun = Async.function(this::read, preflight);
            reading = begun;
        }
        return begun;
    }

    private Optional<T> read(Preflight preflight) {
        try {
            seen = read.apply(preflight);
        } catch (ActivityFailure failed) {
            Cancellation.propagate(failed);
            failure = Optional.of(failed);
        }
        return seen;
    }
}
