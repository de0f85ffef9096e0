package dev.crossrun.simulator.console;

import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.PathTemplate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A row of the console's routing table. */
record Route(String method, PathTemplate path, Function<ConsoleRequest, HttpReply> handler) {

    Route(String method, String path, Function<ConsoleRequest, HttpReply> handler) {
        this(method, new PathTemplate(path), handler);
    }

    /** The values of the placeholders, if method and path fit. */
    Optional<Map<String, String>> match(HttpCall call) {
        try {
            return method.equals(call.method()) ? path.match(call.path()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw ConsoleException.invalid("Badly encoded: " + call.path());
        }
    }
}
