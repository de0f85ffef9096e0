package dev.crossrun.simulator.portal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a call of the portal's API. */
final class PortalQuery {
    private static final int LARGEST_PAGE = 100;

    private final Map<String, String> values = new HashMap<>();

    PortalQuery(String query) {
        for (String pair : List.of(query.split("&", -1))) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String required(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> PortalError.invalid(name + " is required"));
    }

    String accountId() {
        String id = required("account_id");
        if (!id.matches("\\d{12}")) {
            throw PortalError.invalid("account_id must have 12 digits");
        }
        return id;
    }

    /** One page; says in the answer where the next one begins. */
    <T> List<T> page(List<T> all, ObjectNode output) {
        int from = number("next_token", 0, 0, all.size());
        int to = Math.min(from + number("max_result", LARGEST_PAGE, 1, LARGEST_PAGE), all.size());
        if (to < all.size()) {
            output.put("nextToken", Integer.toString(to));
        }
        return all.subList(from, to);
    }

    private int number(String name, int otherwise, int least, int most) {
        String text = values.getOrDefault(name, Integer.toString(otherwise));
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw PortalError.invalid(name + " is not valid");
        }
        return Integer.parseInt(text);
    }
}
