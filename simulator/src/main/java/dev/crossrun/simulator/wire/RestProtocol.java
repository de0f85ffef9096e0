package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** REST-JSON: operations by method and path, members in the path, the query and the body. */
record RestProtocol(List<Route> routes) implements Protocol {
    private static final String CONTENT_TYPE = "application/json";

    /** An operation's method and path; {@code {Label}} in the path is a member. */
    record Route(String operation, String method, List<String> path) {
        Route(String operation, String method, String path) {
            this(operation, method, segments(path));
        }

        boolean matches(HttpCall call) {
            List<String> actual = segments(call.path());
            if (!call.method().equals(method) || actual.size() != path.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!isLabel(path.get(i)) && !path.get(i).equals(actual.get(i))) {
                    return false;
                }
            }
            return true;
        }

        static boolean isLabel(String segment) {
            return segment.startsWith("{");
        }

        private static List<String> segments(String path) {
            return Arrays.stream(path.split("/", -1))
                    .filter(segment -> !segment.isEmpty())
                    .toList();
        }
    }

    RestProtocol {
        routes = List.copyOf(routes);
    }

    @Override
    public Optional<String> operation(HttpCall call) {
        return route(call).map(Route::operation);
    }

    private Optional<Route> route(HttpCall call) {
        return routes.stream().filter(route -> route.matches(call)).findFirst();
    }

    @Override
    public ObjectNode input(HttpCall call, String operation) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.setAll(JsonProtocol.members(call));
        Route route = route(call).orElseThrow();
        List<String> actual = Route.segments(call.path());
        for (int i = 0; i < actual.size(); i++) {
            String label = route.path().get(i);
            if (Route.isLabel(label)) {
                input.put(label.substring(1, label.length() - 1), decode(actual.get(i)));
            }
        }
        for (String pair : call.query().isEmpty() ? new String[0] : call.query().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            String name = decode(parts[0]);
            input.put(
                    name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                    parts.length > 1 ? decode(parts[1]) : "");
        }
        return input;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public HttpReply success(String operation, Optional<ObjectNode> output, String requestId) {
        String body = output.map(ObjectNode::toString).orElse("{}");
        return HttpReply.of(200, CONTENT_TYPE, body).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public HttpReply error(ServiceError error, String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("Message", error.getMessage());
        return HttpReply.of(error.status(), CONTENT_TYPE, body.toString())
                .withHeader("x-amzn-ErrorType", error.code())
                .withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public int refusalStatus() {
        return 403;
    }

    @Override
    public boolean isQuery() {
        return false;
    }
}
