package dev.crossrun.run.task;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an uploaded document must be, as data. The API refuses a document that fails the check before the run receives it; the
 * run checks again and has the last word.
 *
 * @param kind what the document must be; a process that does not know the kind leaves the check to the run
 * @param expected the values that must match, by name
 */
public record DocumentCheck(String kind, Map<String, String> expected) {
    public DocumentCheck {
        expected = Collections.unmodifiableMap(new TreeMap<>(expected));
    }

    /**
     * One of the values that must match.
     *
     * @throws IllegalArgumentException if the check has no value of this name
     */
    public String require(String name) {
        return Optional.ofNullable(expected.get(name))
                .orElseThrow(() -> new IllegalArgumentException("The check " + kind + " has no value " + name));
    }
}
