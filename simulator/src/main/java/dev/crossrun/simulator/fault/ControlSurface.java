package dev.crossrun.simulator.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code /_control/faults}: shows, adds and removes faults. */
public final class ControlSurface implements Surface {
    private static final String PATH = "/_control/faults";

    private final Faults faults;
    private final Predicate<String> operations;
    private final Predicate<String> events;

    /**
     * The controls of a world's faults.
     *
     * @param operations whether there is an operation of a name, so that a misspelt one does not wait for ever
     * @param events whether anything leaves an event of a name in CloudTrail
     */
    public ControlSurface(Faults faults, Predicate<String> operations, Predicate<String> events) {
        this.faults = faults;
        this.operations = operations;
        this.events = events;
    }

    @Override
    public boolean serves(HttpCall call) {
        return call.path().startsWith("/_control/");
    }

    @Override
    public HttpReply handle(HttpCall call) {
        if (!call.path().equals(PATH) && !call.path().matches(PATH + "/\\d{1,9}")) {
            return error(404, "There is " + PATH + " and " + PATH + "/ID");
        }
        boolean all = call.path().equals(PATH);
        return switch (call.method()) {
            case "GET" -> all ? shown(200) : error(405, "GET is for all faults");
            case "POST" -> all ? add(call.text()) : error(405, "POST is for all faults");
            case "DELETE" -> all ? clear() : remove(call.path().substring(PATH.length() + 1));
            default -> error(405, "There is GET, POST and DELETE");
        };
    }

    /**
     * Adds one fault or an array of them, in order; none if one cannot be read or its operation is unknown.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    public void addAll(String json) {
        List<InjectedFault> read = FaultJson.read(json);
        read.forEach(fault -> requireKnown(fault.operation()));
        faults.addAll(read);
    }

    private void requireKnown(String operation) {
        if (operation.startsWith(InjectedFault.EVENT)) {
            String event = operation.substring(InjectedFault.EVENT.length());
            if (!events.test(event)) {
                throw new IllegalArgumentException("there is no event " + event);
            }
        } else if (!operation.isEmpty() && !operations.test(operation)) {
            throw new IllegalArgumentException("there is no operation " + operation);
        }
    }

    private HttpReply add(String json) {
        try {
            addAll(json);
            return shown(201);
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private HttpReply clear() {
        faults.clear();
        return nothing();
    }

    private HttpReply remove(String id) {
        return faults.remove(Integer.parseInt(id)) ? nothing() : error(404, "There is no fault " + id);
    }

    private HttpReply shown(int status) {
        return HttpReply.of(status, "application/json", FaultJson.write(faults).toPrettyString() + "\n");
    }

    private static HttpReply nothing() {
        return new HttpReply(204, Map.of(), HttpBody.of(""));
    }

    private static HttpReply error(int status, String message) {
        String body = JsonNodeFactory.instance.objectNode().put("error", message) + "\n";
        return HttpReply.of(status, "application/json", body);
    }
}
