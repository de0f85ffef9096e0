package dev.crossrun.simulator.iam;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Dates as policies spell them: one of the W3C forms of ISO 8601, or seconds since 1970 (IAM user guide, "Date condition
 * operators").
 */
final class Dates {
    private Dates() {}

    /** Empty if the text is in none of these forms. */
    static Optional<Instant> parse(String text) {
        try {
            if (text.matches("\\d{5,12}")) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            if (text.matches("\\d{4}-\\d{2}-\\d{2}")) {
                return Optional.of(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
