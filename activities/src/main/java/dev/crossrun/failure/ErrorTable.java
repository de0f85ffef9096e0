package dev.crossrun.failure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the error codes of one provider mean.
 *
 * @param provider its name
 * @param rows in the order of the documentation; no code is in two of them, unless their messages differ
 * @param otherwise what every other code means
 */
public record ErrorTable(String provider, List<ErrorCodes> rows, ErrorCodes otherwise) {
    public ErrorTable {
        rows = List.copyOf(rows);
    }

    /** The row of a failure: by code and message, by code, by the code's beginning, by HTTP status, in this order. */
    public ErrorCodes row(String code, String message, int status) {
        String said = message.toLowerCase(Locale.ROOT);
        return first(row -> row.codes().contains(code)
                        && row.message()
                                .filter(part -> said.contains(part.toLowerCase(Locale.ROOT)))
                                .isPresent())
                .or(() -> plain(each -> each.equals(code)))
                .or(() -> plain(each -> each.endsWith("*") && code.startsWith(each.substring(0, each.length() - 1))))
                .or(() -> plain(each -> each.equals("HTTP " + status)))
                .orElse(otherwise);
    }

    /** The row of something that has no code, by its words in parentheses. */
    public ErrorCodes row(String words) {
        return plain(each -> each.equals(words)).orElse(otherwise);
    }

    private Optional<ErrorCodes> plain(Predicate<String> code) {
        return first(row -> row.message().isEmpty() && row.codes().stream().anyMatch(code));
    }

    private Optional<ErrorCodes> first(Predicate<ErrorCodes> is) {
        return rows.stream().filter(is).findFirst();
    }
}
