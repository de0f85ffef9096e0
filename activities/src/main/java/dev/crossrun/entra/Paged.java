package dev.crossrun.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collections of Graph, which come in pages. */
final class Paged {
    private Paged() {}

    /** Every item from the first page on; {@code follow} opens the link to the next one. */
    static <P, T> List<T> all(
            @Nullable P first,
            Function<P, @Nullable List<T>> items,
            Function<P, @Nullable String> next,
            Function<String, @Nullable P> follow) {
        List<T> all = new ArrayList<>();
        P page = first;
        while (page != null) {
            List<T> here = items.apply(page);
            if (here != null) {
                all.addAll(here);
            }
            String link = next.apply(page);
            page = link == null ? null : follow.apply(link);
        }
        return all;
    }
}
