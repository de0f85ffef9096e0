package dev.crossrun.simulator.console;

import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A row of the console's routing table.
 *
 * @param template a path whose {@code {placeholders}} stand for one segment each
 */
record Route(String method, String template, Function<ConsoleRequest, HttpReply> handler) {

    /** The values of the placeholders, if the path fits. */
    Optional<Map<String, String>> match(HttpCall call) {
        String[] expected = template.split("/", -1);
        String[] actual = call.path().split("/", -1);
        if (expected.length != actual.length || !method.equals(call.method())) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < expected.length; i++) {
            String segment = ConsoleRequest.decode(actual[i].replace("+", "%2B"));
            if (expected[i].startsWith("{")) {
                values.put(expected[i].substring(1, expected[i].length() - 1), segment);
            } else if (!expected[i].equals(segment)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
