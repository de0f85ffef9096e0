package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Pages of what runs have, each filled from as many pages of runs as it takes: of a directory's page some runs may have
 * nothing to give.
 */
public final class FilledPages {
    /** The most runs that are read at a time. */
    public static final int MOST = 200;

    private FilledPages() {}

    /** A directory as it is asked here: by the size of the page and its cursor. */
    public interface Source {
        Page<Execution> list(int size, Optional<String> cursor);
    }

    /**
     * A page.
     *
     * @param limit its size
     * @param size how many runs are read at a time
     * @param cursor what the page before gave as {@code next}
     * @param items what a run has to give
     * @throws ApiException 404 if the cursor is not one that such a listing returned
     */
    public static <T> Page<T> list(
            int limit, int size, Optional<String> cursor, Source runs, Function<Execution, Stream<T>> items) {
        Cursor at = cursor.map(Cursor::parse).orElse(new Cursor(0, size, Optional.empty()));
        List<T> page = new ArrayList<>();
        while (true) {
            Page<Execution> read = runs.list(at.size(), at.runs());
            List<T> found = read.items().stream().flatMap(items).skip(at.skip()).toList();
            int room = limit - page.size();
            if (found.size() > room) {
                page.addAll(found.subList(0, room));
                return new Page<>(page, Optional.of(new Cursor(at.skip() + room, at.size(), at.runs()).text()));
            }
            page.addAll(found);
            if (read.next().isEmpty()) {
                return new Page<>(page, Optional.empty());
            }
            at = new Cursor(0, size, read.next());
            if (page.size() == limit) {
                return new Page<>(page, Optional.of(at.text()));
            }
        }
    }

    /** How many items of a page of runs have been given. */
    private record Cursor(int skip, int size, Optional<String> runs) {
        static Cursor parse(String text) {
            try {
                String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
                Cursor cursor = new Cursor(
                        Integer.parseInt(parts[0]),
                        Integer.parseInt(parts[1]),
                        Optional.of(parts[2]).filter(runs -> !runs.isEmpty()));
                if (cursor.skip < 0 || cursor.size < 1 || cursor.size > MOST) {
                    throw ApiException.noSuchPage();
                }
                return cursor;
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw ApiException.noSuchPage();
            }
        }

        String text() {
            byte[] plain = (skip + " " + size + " " + runs.orElse("")).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
        }
    }
}
