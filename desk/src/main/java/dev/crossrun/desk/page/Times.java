package dev.crossrun.desk.page;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as pages show them: UTC, and how long ago. */
public final class Times {
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern INSTANT =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    private final Clock clock;

    public Times(Clock clock) {
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    public static String minutes(Instant at) {
        return MINUTES.format(at) + " UTC";
    }

    public static String seconds(Instant at) {
        return SECONDS.format(at) + " UTC";
    }

    /** Such as {@code 3 min ago} or {@code in 2 h}. */
    public String relative(Instant at) {
        Duration past = Duration.between(at, now());
        return past.isNegative() ? "in " + words(past.negated()) : words(past) + " ago";
    }

    /** How long something has lasted. */
    public String since(Instant at) {
        return words(Duration.between(at, now()));
    }

    /** The text with its instants as people read them, and how far away they are. */
    public String inWords(String text) {
        return INSTANT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(inWords(found)));
    }

    private String inWords(MatchResult found) {
        try {
            Instant at = Instant.parse(found.group());
            return minutes(at) + " (" + relative(at) + ")";
        } catch (DateTimeParseException noInstant) {
            return found.group();
        }
    }

    /** A duration in its largest unit, or its two largest ones where the first is small. */
    public static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            long minutes = seconds / 60 % 60;
            return seconds / 3_600 + " h" + (minutes == 0 ? "" : " " + minutes + " min");
        }
        long hours = seconds / 3_600 % 24;
        return seconds / 86_400 + " d" + (hours == 0 ? "" : " " + hours + " h");
    }
}
