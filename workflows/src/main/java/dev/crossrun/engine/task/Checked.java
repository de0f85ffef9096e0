package dev.crossrun.engine.task;

import dev.crossrun.run.task.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a check made of an answer.
 *
 * @param value what an accepted answer means to the step; absent if it was refused
 * @param facts what the check read, by name
 */
public record Checked<T>(Optional<T> value, List<Reason> reasons, Map<String, String> facts) {
    public Checked {
        reasons = List.copyOf(reasons);
        facts = Map.copyOf(facts);
    }

    /** The same verdict of an answer that means something else to the step. */
    public <U> Checked<U> map(Function<T, U> meaning) {
        return new Checked<>(value.map(meaning), reasons, facts);
    }

    public static <T> Checked<T> accepted(T value, Map<String, String> facts) {
        return new Checked<>(Optional.of(value), List.of(), facts);
    }

    public static <T> Checked<T> refused(List<Reason> reasons, Map<String, String> facts) {
        return new Checked<>(Optional.empty(), reasons, facts);
    }

    public static <T> Checked<T> refused(Reason reason) {
        return refused(List.of(reason), Map.of());
    }
}
