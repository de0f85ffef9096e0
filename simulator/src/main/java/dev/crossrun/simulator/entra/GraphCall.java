package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.HttpCall;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to Graph: who asks, the ids in its path, its body and its query options.
 *
 * @param url where it was sent, without query
 */
record GraphCall(
        EntraTenant tenant,
        GraphClient client,
        String url,
        Map<String, String> path,
        ObjectNode body,
        Map<String, String> query) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern EQUALS = Pattern.compile("(\\w+) eq '((?:[^']|'')*)'");
    private static final Pattern IN = Pattern.compile("(\\w+) in \\((.*)\\)");
    private static final Pattern QUOTED = Pattern.compile("'((?:[^']|'')*)'");

    GraphCall {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    static ObjectNode body(HttpCall call) {
        if (call.text().isBlank()) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (JSON.readTree(call.text()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw GraphError.badRequest("Unable to read JSON request payload.");
        }
        throw GraphError.badRequest("Unable to read JSON request payload.");
    }

    static Map<String, String> options(HttpCall call) {
        Map<String, String> options = new HashMap<>();
        for (String option : call.query().split("&")) {
            String[] parts = option.split("=", 2);
            if (parts.length == 2) {
                options.put(decoded(parts[0]), decoded(parts[1]));
            }
        }
        return options;
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String id(String name) {
        return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    /** Refuses a caller that was granted none of these permissions. */
    void require(String... anyOf) {
        for (String permission : anyOf) {
            if (client.permissions().contains(permission)) {
                return;
            }
        }
        throw GraphError.denied();
    }

    /** Refuses a change unless the caller may change all applications, or owns this one. */
    void requireOwn(EntraApplication application, String... orAnyOf) {
        boolean owned = client.permissions().contains("Application.ReadWrite.OwnedBy")
                && application.owners().contains(client.clientId());
        if (!owned && !client.permissions().contains("Application.ReadWrite.All")) {
            require(orAnyOf);
        }
    }

    String required(String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw GraphError.badRequest("A value is required for property '" + field + "' of resource.");
        }
        return value.asText();
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** Those that {@code $filter} lets through: {@code eq} of one property, or {@code in} with up to 15 values. */
    <T> List<T> filtered(List<T> all, Function<String, Function<T, String>> property) {
        String filter = query.getOrDefault("$filter", "");
        if (filter.isEmpty()) {
            return all;
        }
        Matcher equal = EQUALS.matcher(filter);
        if (equal.matches()) {
            Function<T, String> value = property.apply(equal.group(1));
            String wanted = equal.group(2).replace("''", "'");
            return all.stream()
                    .filter(item -> value.apply(item).equalsIgnoreCase(wanted))
                    .toList();
        }
        Matcher in = IN.matcher(filter);
        if (!in.matches()) {
            throw GraphError.badRequest("Invalid filter clause: " + filter);
        }
        Function<T, String> value = property.apply(in.group(1));
        List<String> wanted = QUOTED.matcher(in.group(2))
                .results()
                .map(match -> match.group(1).replace("''", "'"))
                .toList();
        if (wanted.size() > 15) {
            throw GraphError.badRequest("Too many child clauses specified in search filter expression containing 'OR'"
                    + " operators: " + wanted.size() + ". Max allowed: 15.");
        }
        return all.stream()
                .filter(item -> wanted.stream().anyMatch(each -> each.equalsIgnoreCase(value.apply(item))))
                .toList();
    }

    /** A collection in pages of {@code $top}, 100 if it says nothing. */
    <T> ObjectNode list(List<T> all, Function<T, ObjectNode> form) {
        int size = number("$top", 100, 999);
        int from = number("$skiptoken", 0, Integer.MAX_VALUE);
        int to = Math.min(from + size, all.size());
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("@odata.context", "https://graph.microsoft.com/v1.0/$metadata");
        if (to < all.size()) {
            String filter = query.containsKey("$filter") ? "&$filter=" + encoded(query.get("$filter")) : "";
            page.put("@odata.nextLink", url + "?$top=" + size + filter + "&$skiptoken=" + to);
        }
        var values = page.putArray("value");
        all.subList(Math.min(from, to), to).forEach(item -> values.add(form.apply(item)));
        return page;
    }

    private int number(String option, int otherwise, int most) {
        String given = query.getOrDefault(option, Integer.toString(otherwise));
        if (!given.matches("\\d{1,9}") || Integer.parseInt(given) > most) {
            throw GraphError.badRequest("Invalid value '" + given + "' for " + option);
        }
        return Integer.parseInt(given);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
