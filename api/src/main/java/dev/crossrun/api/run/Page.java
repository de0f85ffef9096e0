package dev.crossrun.api.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A page of a listing. {@code next} is the cursor of the page after it. */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<T, R> each) {
        return new Page<>(items.stream().map(each).toList(), next);
    }
}
