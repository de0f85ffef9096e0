package dev.crossrun.api.request;

import dev.crossrun.api.problem.ApiException;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a query, and refuses what it would have to guess. */
public final class QueryParameters {
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private QueryParameters() {}

    /** How many items a page has. */
    public static int limit(@Nullable String limit) {
        return limit == null ? USUAL : number("/limit", limit, 1, MOST);
    }

    /** Whether something is asked for: {@code true} or {@code false}, and nothing else. */
    public static boolean flag(String pointer, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw ApiException.invalid(pointer, "must be true or false, not " + text);
    }

    public static int number(String pointer, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw ApiException.invalid(pointer, "must be a whole number from " + least + " to " + most);
    }
}
