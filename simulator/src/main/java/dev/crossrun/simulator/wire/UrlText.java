package dev.crossrun.simulator.wire;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decodes paths, and the parameters of queries and forms. */
public final class UrlText {
    private UrlText() {}

    /** Encodes a value of a query or a form. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Decodes a query's or form's text, where a plus is a space. */
    public static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Decodes a path's text, where a plus is a plus. */
    static String decodePath(String text) {
        return decode(text.replace("+", "%2B"));
    }

    /**
     * The decoded parameters in their order.
     *
     * @throws IllegalArgumentException if a percent sign encodes nothing
     */
    public static List<Map.Entry<String, String>> parameters(String text) {
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
