package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.service.Service;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.wire.Protocol.Refusal;
import dev.crossrun.simulator.wire.Protocol.Request;
import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The services' APIs. As at AWS, the credential scope decides which service and region is meant; the signature is
 * checked before anything is looked at, and permissions before the service does anything.
 */
public final class ApiSurface implements Surface {
    private final World world;
    private final Faults faults;
    private final CallLog calls;
    private final Map<String, Service> services;
    private final Authenticator authenticator;

    public ApiSurface(World world, Faults faults, CallLog calls, List<Service> services) {
        this.world = world;
        this.faults = faults;
        this.calls = calls;
        this.services = services.stream().collect(Collectors.toMap(Service::actionPrefix, Function.identity()));
        this.authenticator = new Authenticator(world);
    }

    @Override
    public boolean serves(HttpCall call) {
        return call.header("authorization")
                        .filter(value -> value.startsWith("AWS4-"))
                        .isPresent()
                || call.header("x-amz-target").isPresent()
                || Protocols.unsigned(call).isPresent();
    }

    /** Whether there is an operation of this name, such as {@code iam:CreateRole}. */
    public boolean has(String operation) {
        String[] parts = operation.split(":", 2);
        return parts.length == 2
                && Optional.ofNullable(services.get(parts[0]))
                        .filter(service -> service.has(parts[1]))
                        .isPresent();
    }

    /** Whether calls leave events of this name in CloudTrail. */
    public boolean records(String event) {
        return services.values().stream().anyMatch(service -> service.has(event));
    }

    @Override
    public HttpReply handle(HttpCall call) {
        String requestId = world.ids().uuid();
        Optional<Authorization> authorization = Authorization.of(call);
        Protocol protocol = authorization
                .map(given -> services.containsKey(given.service())
                        ? Protocols.of(given.service())
                        : Protocols.ofUnknown(given.service(), call))
                .orElseGet(() -> Protocols.of(Protocols.unsigned(call).orElse("")));
        try {
            if (authorization.isEmpty()) {
                throw unsigned(call, protocol);
            }
            AwsCaller caller = authenticator.authenticate(call, authorization.get(), protocol);
            return answer(call, authorization.get(), caller, protocol, requestId);
        } catch (ServiceError e) {
            return protocol.failure(call, e, requestId);
        }
    }

    private static ServiceError unsigned(HttpCall call, Protocol protocol) {
        if (protocol.read(call)
                .filter(request -> request.operation().startsWith("AssumeRoleWith"))
                .isPresent()) {
            return protocol.refusal(
                    Refusal.UNKNOWN_OPERATION, "The simulator does not simulate calls that need no signature.");
        }
        return call.header("authorization").isPresent()
                ? protocol.refusal(Refusal.INCOMPLETE_SIGNATURE, "Authorization header has to be of the form of SigV4.")
                : protocol.refusal(Refusal.NOT_SIGNED, "Request is missing Authentication Token");
    }

    private HttpReply answer(
            HttpCall call, Authorization authorization, AwsCaller caller, Protocol protocol, String requestId) {
        Service service = services.get(authorization.service());
        if (service == null) {
            throw protocol.refusal(
                    Refusal.UNKNOWN_OPERATION,
                    "The simulator does not simulate the service '" + authorization.service() + "'.");
        }
        Request request = protocol.read(call)
                .filter(named -> service.has(named.operation()))
                .orElseThrow(() -> protocol.refusal(
                        Refusal.UNKNOWN_OPERATION,
                        "Could not find operation "
                                + protocol.read(call).map(Request::operation).orElse(call.path())));
        Exchange exchange = new Exchange(
                call,
                service,
                new ServiceCall(world, caller, authorization.region(), request.operation(), request.input()),
                protocol,
                requestId);
        return world.locked(
                () -> faults.answer(exchange.occasion(), () -> perform(exchange), fault -> refuse(exchange, fault)));
    }

    private HttpReply perform(Exchange exchange) {
        ServiceCall call = exchange.call();
        try {
            authorize(exchange);
            Optional<ObjectNode> output = exchange.service().handle(call);
            TrailRecorder.record(exchange.requestId(), exchange.service(), call, output, Optional.empty());
            note(exchange, 200, Optional.empty());
            return exchange.protocol().success(exchange.http(), call.operation(), output, exchange.requestId());
        } catch (ServiceError e) {
            TrailRecorder.record(exchange.requestId(), exchange.service(), call, Optional.empty(), Optional.of(e));
            return failure(exchange, e);
        }
    }

    private static void authorize(Exchange exchange) {
        ServiceCall call = exchange.call();
        for (String needed : exchange.service().actions(call)) {
            exchange.service()
                    .resources(call, needed)
                    .forEach(resource -> Authorizer.authorize(call, needed, resource, exchange.protocol()));
        }
    }

    /** CloudTrail knows nothing of a call whose signature or session was not accepted. */
    private HttpReply refuse(Exchange exchange, InjectedFault fault) {
        ServiceError error = new AwsFaults(exchange.service(), exchange.call(), exchange.protocol()).refusal(fault);
        if (fault.kind() != Kind.EXPIRED_CREDENTIALS && fault.kind() != Kind.CLOCK_SKEW) {
            TrailRecorder.record(
                    exchange.requestId(), exchange.service(), exchange.call(), Optional.empty(), Optional.of(error));
        }
        return failure(exchange, error);
    }

    private HttpReply failure(Exchange exchange, ServiceError error) {
        note(exchange, error.status(), Optional.of(error.code()));
        return exchange.protocol().failure(exchange.http(), error, exchange.requestId());
    }

    private void note(Exchange exchange, int status, Optional<String> code) {
        ServiceCall call = exchange.call();
        AwsCaller caller = call.caller();
        calls.add(new CallLog.Call(
                exchange.action(), caller.accountId(), call.region(), caller.sessionName(), status, code));
    }

    /** A call and what is needed to answer it. */
    private record Exchange(HttpCall http, Service service, ServiceCall call, Protocol protocol, String requestId) {
        String action() {
            return service.actionPrefix() + ":" + call.operation();
        }

        Faults.Occasion occasion() {
            return new Faults.Occasion(action(), resource(), call.input().toString());
        }

        /** What it is authorized on; nothing if it does not name what it must. */
        private String resource() {
            try {
                return service.resource(call);
            } catch (ServiceError e) {
                return "";
            }
        }
    }
}
