package dev.crossrun.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A page of a listing. {@code next} is the cursor of the page after it. */
record Page<T>(List<T> items, Optional<String> next) {
    Page {
        items = List.copyOf(items);
    }

    <R> Page<R> map(Function<T, R> each) {
        return new Page<>(items.stream().map(each).toList(), next);
    }
}
