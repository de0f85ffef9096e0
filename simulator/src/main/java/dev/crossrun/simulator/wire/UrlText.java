package dev.crossrun.simulator.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decodes paths, and the parameters of queries and forms. */
final class UrlText {
    private UrlText() {}

    /** Decodes a query's or form's text, where a plus is a space. */
    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Decodes a path's text, where a plus is a plus. */
    static String decodePath(String text) {
        return decode(text.replace("+", "%2B"));
    }

    /** The decoded parameters in their order. */
    static List<Map.Entry<String, String>> parameters(String text) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String pair : List.of(text.split("&", -1))) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.add(Map.entry(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1))));
            }
        }
        return parameters;
    }
}
