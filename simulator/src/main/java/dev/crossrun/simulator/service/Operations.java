package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A service as a table of its operations. */
abstract class Operations implements Service {

    /** What an operation does; an empty answer is an empty response. */
    interface Handler extends Function<ServiceCall, Optional<ObjectNode>> {}

    /** The ARN an operation is authorized on. */
    interface Resource extends Function<ServiceCall, String> {}

    private record Operation(Handler handler, Resource resource) {}

    private final String actionPrefix;
    private final Map<String, Operation> operations = new HashMap<>();

    Operations(String actionPrefix) {
        this.actionPrefix = actionPrefix;
    }

    final void on(String operation, Resource resource, Handler handler) {
        operations.put(operation, new Operation(handler, resource));
    }

    final void on(String operation, Handler handler) {
        on(operation, call -> "*", handler);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private Operation operation(String name) {
        return Optional.ofNullable(operations.get(name)).orElseThrow();
    }

    @Override
    public final String actionPrefix() {
        return actionPrefix;
    }

    @Override
    public final boolean has(String operation) {
        return operations.containsKey(operation);
    }

    @Override
    public final String resource(ServiceCall call) {
        return operation(call.operation()).resource().apply(call);
    }

    @Override
    public boolean readOnly(String operation) {
        return operation.matches("(Get|List|Describe|Search|Lookup|Simulate|Is)[A-Z].*");
    }

    @Override
    public Optional<ObjectNode> handle(ServiceCall call) {
        return operation(call.operation()).handler().apply(call);
    }
}
