package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A row of Graph's routing table.
 *
 * @param operation a short name for faults and records of calls, such as {@code graph:instantiate}
 * @param template the path after {@code /v1.0}; {@code {placeholders}} stand for one segment each
 * @param status of a success; an empty answer has no content
 */
record GraphRoute(
        String operation,
        String method,
        String template,
        int status,
        Function<GraphCall, Optional<ObjectNode>> handler) {
    /** The values of the placeholders in their order, if method and path fit. */
    Optional<Map<String, String>> match(String asked, String path) {
        String[] expected = template.split("/", -1);
        String[] actual = path.split("/", -1);
        if (expected.length != actual.length || !method.equals(asked)) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < expected.length; i++) {
            String segment = URLDecoder.decode(actual[i].replace("+", "%2B"), StandardCharsets.UTF_8);
            int open = expected[i].indexOf('{');
            if (open < 0 ? !expected[i].equals(segment) : !bind(expected[i], open, segment, values)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** Also keys in brackets: {@code applications(appId='{appId}')}. */
    private static boolean bind(String expected, int open, String segment, Map<String, String> values) {
        int close = expected.indexOf('}');
        String before = expected.substring(0, open);
        String after = expected.substring(close + 1);
        if (!segment.startsWith(before)
                || !segment.endsWith(after)
                || segment.length() <= before.length() + after.length()) {
            return false;
        }
        values.put(
                expected.substring(open + 1, close),
                segment.substring(before.length(), segment.length() - after.length()));
        return true;
    }
}
