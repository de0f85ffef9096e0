package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.HttpCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The query options of a request (Microsoft Graph, "Use query parameters to customize responses" and "Advanced query
 * capabilities on Microsoft Entra ID objects").
 *
 * @param eventual whether the header {@code ConsistencyLevel: eventual} was sent
 */
record GraphQuery(Map<String, String> options, boolean eventual) {
    private static final String CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#";
    private static final int MOST = 999;
    private static final int PAGE = 100;
    private static final int LOG_PAGE = 1000;
    private static final Set<String> OF_A_LOG = Set.of("$filter", "$top", "$skiptoken");
    private static final Set<String> OF_ONE = Set.of("$select", "$expand");
    private static final Set<String> OF_MANY =
            Set.of("$select", "$expand", "$filter", "$search", "$orderby", "$count", "$top", "$skiptoken");

    GraphQuery {
        options = Map.copyOf(options);
    }

    static GraphQuery of(HttpCall call) {
        boolean eventual = call.header("ConsistencyLevel")
                .filter("eventual"::equalsIgnoreCase)
                .isPresent();
        return new GraphQuery(GraphCall.options(call), eventual);
    }

    /** The same request with the number of all that it finds. */
    GraphQuery counting() {
        Map<String, String> counted = new HashMap<>(options);
        counted.put("$count", "true");
        return new GraphQuery(counted, eventual);
    }

    boolean selects(String property) {
        return selected().contains(property);
    }

    /** What a request about one object answers. */
    ObjectNode one(GraphType type, ObjectNode form) {
        refuseOthers(OF_ONE);
        expand(type);
        type.check(selected());
        return answer(type.context() + selection() + "/$entity", chosen(form));
    }

    /** What an action answers: an object of a type that is in no collection. */
    static ObjectNode result(String context, ObjectNode form) {
        return answer(context, form);
    }

    private static ObjectNode answer(String context, ObjectNode form) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("@odata.context", CONTEXT + context);
        answer.setAll(form);
        return answer;
    }

    /**
     * A page of a collection: of {@code $top}, or 100.
     *
     * @param url where it was asked for, without query
     */
    ObjectNode page(String url, GraphType type, Stream<ObjectNode> all) {
        refuseOthers(OF_MANY);
        return page(url, type, all, PAGE, MOST);
    }

    /** A page of a log: of {@code $top}, or 1,000. Logs have fewer query options than directory objects. */
    ObjectNode log(String url, GraphType type, Stream<ObjectNode> all) {
        refuseOthers(OF_A_LOG);
        return page(url, type, all, LOG_PAGE, LOG_PAGE);
    }

    private ObjectNode page(String url, GraphType type, Stream<ObjectNode> all, int usual, int most) {
        expand(type);
        type.check(selected());
        List<ObjectNode> found = sorted(type, found(type, all));
        int size = number("$top", usual, 1, most);
        int from = number("$skiptoken", 0, 0, Integer.MAX_VALUE);
        int to = Math.min(from + size, found.size());
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("@odata.context", CONTEXT + type.context() + selection());
        if (counts()) {
            page.put("@odata.count", found.size());
        }
        if (to < found.size()) {
            page.put("@odata.nextLink", url + "?" + rest(to));
        }
        ArrayNode values = page.putArray("value");
        found.subList(Math.min(from, to), to).forEach(form -> values.add(chosen(form)));
        return page;
    }

    private List<ObjectNode> found(GraphType type, Stream<ObjectNode> all) {
        Stream<ObjectNode> found = all;
        String filter = options.getOrDefault("$filter", "");
        if (!filter.isEmpty()) {
            found = found.filter(GraphFilter.parse(type, filter));
        }
        String search = options.getOrDefault("$search", "");
        if (!search.isEmpty()) {
            if (!eventual) {
                throw unsupported("Request with $search query parameter only works through MSGraph with a special"
                        + " request header: 'ConsistencyLevel: eventual'");
            }
            found = found.filter(GraphFilter.search(type, search));
        }
        return found.toList();
    }

    private List<ObjectNode> sorted(GraphType type, List<ObjectNode> found) {
        String order = options.getOrDefault("$orderby", "");
        if (order.isEmpty()) {
            return found;
        }
        String[] parts = order.trim().split("\\s+");
        if (parts.length > 2 || !type.filterable().contains(parts[0]) || !order.matches("\\S+(\\s+(asc|desc))?")) {
            throw unsupported("Unsupported sort property '" + parts[0] + "' for '" + type.name() + "'.");
        }
        if ((options.containsKey("$filter") || options.containsKey("$search")) && !eventual) {
            throw unsupported("Sorting not supported for current query.");
        }
        Comparator<ObjectNode> ascending =
                Comparator.comparing(form -> form.path(parts[0]).asText(), String.CASE_INSENSITIVE_ORDER);
        return found.stream()
                .sorted(order.endsWith(" desc") ? ascending.reversed() : ascending)
                .toList();
    }

    /** Directory objects are counted only where the caller takes an answer that is not the latest. */
    private boolean counts() {
        String count = options.getOrDefault("$count", "false");
        if (!Set.of("true", "false").contains(count)) {
            throw GraphError.badRequest("Invalid value '" + count + "' for $count query option found. Valid values are"
                    + " 'true' or 'false'.");
        }
        if (count.equals("true") && !eventual) {
            throw unsupported("$count is not currently supported.");
        }
        return count.equals("true");
    }

    private void refuseOthers(Set<String> known) {
        for (String option : options.keySet()) {
            if (option.startsWith("$") && !known.contains(option)) {
                throw Set.of("$skip", "$top", "$filter", "$search", "$orderby", "$count", "$skiptoken")
                                .contains(option)
                        ? unsupported("'" + option + "' is not supported by the service.")
                        : new GraphError(400, "BadRequest", "The query parameter '" + option + "' is not supported.");
            }
        }
    }

    private void expand(GraphType type) {
        String expanded = options.getOrDefault("$expand", "");
        if (!expanded.isEmpty()) {
            type.check(List.of(expanded.replaceFirst("[,(].*", "").trim()));
            throw new GraphError(
                    400,
                    "BadRequest",
                    "Parsing OData Select and Expand failed: Property '" + expanded + "' on type 'microsoft.graph."
                            + type.name() + "' is not a navigation property.");
        }
    }

    private List<String> selected() {
        List<String> names = new ArrayList<>();
        for (String name : options.getOrDefault("$select", "*").split(",", -1)) {
            names.add(name.trim());
        }
        return names.contains("*") ? List.of() : names;
    }

    private String selection() {
        return selected().isEmpty() ? "" : "(" + String.join(",", selected()) + ")";
    }

    private ObjectNode chosen(ObjectNode form) {
        List<String> names = selected();
        if (names.isEmpty()) {
            return form;
        }
        ObjectNode chosen = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : form.properties()) {
            if (property.getKey().startsWith("@") || names.contains(property.getKey())) {
                chosen.set(property.getKey(), property.getValue());
            }
        }
        return chosen;
    }

    private int number(String option, int otherwise, int least, int most) {
        String given = options.getOrDefault(option, Integer.toString(otherwise));
        Optional<Integer> number = given.matches("\\d{1,9}") ? Optional.of(Integer.parseInt(given)) : Optional.empty();
        return number.filter(value -> value >= least && value <= most)
                .orElseThrow(() -> option.equals("$top")
                        ? GraphError.badRequest("Invalid page size specified: '" + given + "'. Must be between " + least
                                + " and " + most + " inclusive.")
                        : GraphError.badRequest("Invalid value '" + given + "' for " + option));
    }

    private String rest(int next) {
        Map<String, String> rest = new TreeMap<>(options);
        rest.put("$skiptoken", Integer.toString(next));
        return String.join(
                "&",
                rest.entrySet().stream()
                        .map(option ->
                                option.getKey() + "=" + URLEncoder.encode(option.getValue(), StandardCharsets.UTF_8))
                        .toList());
    }

    private static GraphError unsupported(String message) {
        return new GraphError(400, "Request_UnsupportedQuery", message);
    }
}
