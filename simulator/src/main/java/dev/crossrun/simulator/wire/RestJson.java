package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** REST-JSON: method and path name the operation; members are in the path, the query and the body. */
final class RestJson implements Protocol {
    private static final String CONTENT_TYPE = "application/json";

    /** A method and a path, whose segments in braces are members. */
    record Route(String method, String path, String operation) {
        private Optional<ObjectNode> match(HttpCall call) {
            List<String> expected = List.of(path.split("/", -1));
            List<String> actual = List.of(call.path().split("/", -1));
            if (!call.method().equals(method) || expected.size() != actual.size()) {
                return Optional.empty();
            }
            ObjectNode members = JsonText.empty();
            for (int i = 0; i < expected.size(); i++) {
                String segment = expected.get(i);
                if (segment.startsWith("{") && !actual.get(i).isEmpty()) {
                    members.put(segment.substring(1, segment.length() - 1), UrlText.decodePath(actual.get(i)));
                } else if (!segment.equals(actual.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(members);
        }
    }

    private final List<Route> routes;

    RestJson(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    @Override
    public Optional<Request> read(HttpCall call) {
        for (Route route : routes) {
            Optional<ObjectNode> path = route.match(call);
            if (path.isPresent()) {
                ObjectNode input = JsonText.object(call.text());
                UrlText.parameters(call.query()).forEach(pair -> addQuery(input, pair.getKey(), pair.getValue()));
                input.setAll(path.get());
                return Optional.of(new Request(route.operation(), input));
            }
        }
        return Optional.empty();
    }

    private static void addQuery(ObjectNode input, String name, String value) {
        String member = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        if (!member.equals("MaxResults")) {
            input.put(member, value);
        } else if (value.matches("\\d{1,9}")) {
            input.put(member, Integer.parseInt(value));
        } else {
            throw new ServiceError(400, "SerializationException", "NUMBER_VALUE cannot be read from: " + value);
        }
    }

    @Override
    public HttpReply success(HttpCall call, String operation, Optional<ObjectNode> output, String requestId) {
        String body = output.map(ObjectNode::toString).orElse("");
        return HttpReply.of(200, CONTENT_TYPE, body).withHeader("x-amzn-RequestId", requestId);
    }

    @Override
    public HttpReply failure(HttpCall call, ServiceError error, String requestId) {
        return JsonText.failure(CONTENT_TYPE, error, requestId);
    }

    @Override
    public ServiceError refusal(Refusal refusal, String message) {
        return JsonText.refusal(refusal, refusal == Refusal.UNKNOWN_OPERATION ? 404 : 403, message);
    }
}
