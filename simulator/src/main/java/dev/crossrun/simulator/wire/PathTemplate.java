package dev.crossrun.simulator.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A path whose {@code {placeholders}} stand for one segment each. */
public record PathTemplate(String text) {

    /**
     * The decoded values of the placeholders, if a path fits.
     *
     * @throws IllegalArgumentException if the path is badly encoded
     */
    public Optional<Map<String, String>> match(String path) {
        String[] expected = text.split("/", -1);
        String[] actual = path.split("/", -1);
        if (expected.length != actual.length) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            String segment = UrlText.decodePath(actual[i]);
            if (expected[i].startsWith("{")) {
                values.put(expected[i].substring(1, expected[i].length() - 1), segment);
            } else if (!expected[i].equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
