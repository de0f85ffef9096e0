package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.HttpCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a list of users or groups is asked for: {@code filter}, {@code count} and {@code cursor} (IAM Identity Center SCIM
 * implementation guide, "ListUsers", "ListGroups").
 *
 * @param filter attributes and their values, all of which must fit
 */
record ScimList(Map<String, String> filter, int count, boolean withCursor, int from) {
    private static final Pattern CLAUSE = Pattern.compile("([\\w.]+) eq \"([^\"]*)\"");

    static ScimList of(HttpCall call) {
        Map<String, String> options = options(call);
        for (String option : options.keySet()) {
            if (!List.of("filter", "count", "cursor").contains(option)) {
                throw new ScimError(400, "Query parameter " + option + " is not supported");
            }
        }
        String cursor = options.getOrDefault("cursor", "");
        if (!cursor.matches("(c-\\d{1,6})?")) {
            throw new ScimError(400, "Invalid cursor: " + cursor);
        }
        return new ScimList(
                options.containsKey("filter") ? clauses(options.getOrDefault("filter", "")) : Map.of(),
                count(options.getOrDefault("count", Integer.toString(ScimDocuments.PAGE))),
                options.containsKey("cursor"),
                cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(2)));
    }

    private static Map<String, String> options(HttpCall call) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : call.query().split("&")) {
            String[] parts = option.split("=", 2);
            if (!parts[0].isEmpty()) {
                options.put(parts[0], parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
            }
        }
        return options;
    }

    private static int count(String text) {
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > ScimDocuments.PAGE) {
            throw new ScimError(400, "count must be a number from 1 to " + ScimDocuments.PAGE + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    private static Map<String, String> clauses(String filter) {
        Map<String, String> clauses = new LinkedHashMap<>();
        for (String clause : filter.split(" and ", -1)) {
            Matcher matcher = CLAUSE.matcher(clause);
            if (!matcher.matches()) {
                throw new ScimError(400, "Filter is malformed: " + filter);
            }
            clauses.put(matcher.group(1), matcher.group(2));
        }
        if (clauses.size() > 1 && !clauses.containsKey("id")) {
            throw new ScimError(400, "Filter is not supported: " + filter);
        }
        return clauses;
    }

    /** A page of what was found; pages follow one another only by a cursor. */
    ObjectNode answer(List<ObjectNode> found) {
        int to = Math.min(from + count, found.size());
        List<ObjectNode> page = found.subList(Math.min(from, to), to);
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        list.put("itemsPerPage", page.size());
        if (!withCursor) {
            list.put("totalResults", found.size()).put("startIndex", 1);
        } else if (to < found.size()) {
            list.put("nextCursor", "c-" + to);
        }
        list.putArray("Resources").addAll(page);
        return list;
    }
}
