package dev.crossrun.access;

import jakarta.validation.Valid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long people may have a permission set for a time, and how it is watched.
 *
 * @param longest the longest time, for permission sets that have no time of their own; eight hours where absent
 * @param permissionSets the longest time for each of these permission sets, by name; may be more than {@code longest}
 * @param sweep compares the assignments of {@code permissionSets} with leases; no sweep where absent
 */
public record AccessSettings(
        Duration longest, Map<String, Duration> permissionSets, Optional<@Valid SweepSettings> sweep) {
    private static final Duration DEFAULT = Duration.ofHours(8);
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofHours(12);

    /** What AWS allows (API reference, CreatePermissionSet). */
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,32}");

    public AccessSettings {
        longest = longest == null ? DEFAULT : longest;
        Map<String, Duration> sets = permissionSets == null ? Map.of() : permissionSets;
        List<String> faults = faults(longest, sets, sweep);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        permissionSets = Collections.unmodifiableMap(new TreeMap<>(sets));
    }

    private static List<String> faults(
            Duration longest, Map<String, Duration> permissionSets, Optional<SweepSettings> sweep) {
        List<String> faults = new ArrayList<>();
        check("longest", longest, faults);
        new TreeMap<>(permissionSets).forEach((name, duration) -> {
            if (!NAME.matcher(name).matches()) {
                faults.add("permissionSets: \"" + name + "\" is not a name of a permission set: 1 to 32 letters,"
                        + " digits and any of _+=,.@-");
            }
            check("permissionSets." + name, duration, faults);
        });
        sweep.ifPresent(each -> check(each, permissionSets, faults));
        return faults;
    }

    private static void check(String key, @Nullable Duration value, List<String> faults) {
        if (value == null || isOutside(value, LEAST, MOST)) {
            faults.add(key + " must be a duration of " + LEAST + " to " + MOST + ", such as PT2H"
                    + (value == null ? "" : ", not " + value));
        }
    }

    private static boolean isOutside(Duration value, Duration least, Duration most) {
        return value.compareTo(least) < 0 || value.compareTo(most) > 0;
    }

    /** A key that is missing is the validator's to report. */
    private static void check(SweepSettings sweep, Map<String, Duration> permissionSets, List<String> faults) {
        if (sweep.every() != null && isOutside(sweep.every(), SweepSettings.LEAST, SweepSettings.MOST)) {
            faults.add("sweep.every must be a duration of " + SweepSettings.BOUNDS + ", not " + sweep.every());
        }
        if (permissionSets.isEmpty()) {
            faults.add("sweep compares the sets under permissionSets: name at least one");
        }
    }

    /** Eight hours for every permission set. */
    public static AccessSettings defaults() {
        return new AccessSettings(DEFAULT, Map.of(), Optional.empty());
    }

    Duration longest(String permissionSet) {
        return permissionSets.getOrDefault(permissionSet, longest);
    }
}
