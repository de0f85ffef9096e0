package dev.crossrun.standalone;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.LongStream;

/**
 * The seeds from which fault scenarios and kills are drawn. {@code -Dcrossrun.seed=17} is that one alone. Without it, they are
 * always the same, except with {@code -Psoak}: that adds seeds which change each day and stay the same all day long, so that what
 * failed can be run again.
 */
final class Seeds {
    private static final int FIXED = 40;
    private static final int FIXED_ACCESS = 10;
    private static final int COUNT = Integer.getInteger("crossrun.seeds", FIXED);

    private Seeds() {}

    static LongStream ofScenarios() {
        return of(FIXED);
    }

    /** Fewer of them are fixed. */
    static LongStream ofAccess() {
        return of(FIXED_ACCESS);
    }

    private static LongStream of(int fixed) {
        Long one = Long.getLong("crossrun.seed");
        int more = COUNT > FIXED ? COUNT - fixed : 0;
        return one == null
                ? LongStream.concat(
                        LongStream.rangeClosed(1, Math.min(COUNT, fixed)),
                        LongStream.range(ofToday(), ofToday() + more))
                : LongStream.of(one);
    }

    static long ofKills() {
        return Long.getLong("crossrun.seed", COUNT > FIXED ? ofToday() : 1);
    }

    private static long ofToday() {
        return LocalDate.now(ZoneOffset.UTC).toEpochDay() * 10_000;
    }
}
