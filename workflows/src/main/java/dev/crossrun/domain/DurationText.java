package dev.crossrun.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A duration as people say it: {@code 2 hours}, {@code 1 day 30 minutes}. */
public final class DurationText {
    private DurationText() {}

    public static String of(Duration duration) {
        List<String> parts = new ArrayList<>();
        part(parts, duration.toDaysPart(), "day");
        part(parts, duration.toHoursPart(), "hour");
        part(parts, duration.toMinutesPart(), "minute");
        part(parts, duration.toSecondsPart(), "second");
        return parts.isEmpty() ? "0 seconds" : String.join(" ", parts);
    }

    private static void part(List<String> parts, long number, String unit) {
        if (number > 0) {
            parts.add(number + " " + unit + (number == 1 ? "" : "s"));
        }
    }
}
