package dev.crossrun.api;

import org.jspecify.annotations.Nullable;

/** Reads numbers of a query. */
final class Limit {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private Limit() {}

    /** How many items a page has. */
    static int of(@Nullable String limit) {
        return limit == null ? USUAL : number("/limit", limit, 1, MOST);
    }

    static int number(String pointer, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw ApiException.invalid(pointer, "must be a whole number from " + least + " to " + most);
    }
}
