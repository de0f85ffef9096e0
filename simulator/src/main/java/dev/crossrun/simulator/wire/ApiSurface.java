package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.Calls;
import dev.crossrun.simulator.Faults;
import dev.crossrun.simulator.service.Service;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.wire.Protocol.Refusal;
import dev.crossrun.simulator.wire.Protocol.Request;
import dev.crossrun.simulator.world.Caller;
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
    private final Calls calls;
    private final Map<String, Service> services;
    private final Authenticator authenticator;

    public ApiSurface(World world, Faults faults, Calls calls, List<Service> services) {
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
                || call.header("x-amz-target").isPresent();
    }

    @Override
    public HttpReply handle(HttpCall call) {
        String requestId = world.ids().uuid();
        Optional<Authorization> authorization = Authorization.of(call);
        Protocol protocol =
                Protocols.of(authorization.map(Authorization::service).orElse(""));
        try {
            if (authorization.isEmpty()) {
                throw unsigned(call, protocol);
            }
            Caller caller = authenticator.authenticate(call, authorization.get(), protocol);
            return answer(call, authorization.get(), caller, protocol, requestId);
        } catch (ServiceError e) {
            return protocol.failure(call, e, requestId);
        }
    }

    private static ServiceError unsigned(HttpCall call, Protocol protocol) {
        return call.header("authorization").isPresent()
                ? protocol.refusal(Refusal.INCOMPLETE_SIGNATURE, "Authorization header has to be of the form of SigV4.")
                : protocol.refusal(Refusal.NOT_SIGNED, "Request is missing Authentication Token");
    }

    private HttpReply answer(
            HttpCall call, Authorization authorization, Caller caller, Protocol protocol, String requestId) {
        Service service = services.get(authorization.service());
        if (service == null) {
            throw protocol.refusal(
                    Refusal.BAD_SIGNATURE,
                    "Credential should be scoped to correct service: '" + authorization.service() + "' is none.");
        }
        Request request = protocol.read(call)
                .filter(named -> service.has(named.operation()))
                .orElseThrow(() -> protocol.refusal(
                        Refusal.UNKNOWN_OPERATION,
                        "Could not find operation "
                                + protocol.read(call).map(Request::operation).orElse(call.path())));
        ServiceCall serviceCall =
                new ServiceCall(world, caller, authorization.region(), request.operation(), request.input());
        return world.locked(() -> run(call, service, serviceCall, protocol, requestId));
    }

    private HttpReply run(HttpCall http, Service service, ServiceCall call, Protocol protocol, String requestId) {
        try {
            Optional<ObjectNode> output = perform(service, call, protocol);
            TrailRecorder.record(service, call, output, Optional.empty());
            note(service, call, 200, Optional.empty());
            return protocol.success(http, call.operation(), output, requestId);
        } catch (ServiceError e) {
            TrailRecorder.record(service, call, Optional.empty(), Optional.of(e));
            note(service, call, e.status(), Optional.of(e.code()));
            return protocol.failure(http, e, requestId);
        }
    }

    private Optional<ObjectNode> perform(Service service, ServiceCall call, Protocol protocol) {
        String action = action(service, call);
        faults.take(action).ifPresent(fault -> {
            throw new ServiceError(fault.status(), fault.code(), fault.message());
        });
        for (String needed : service.actions(call)) {
            service.resources(call, needed).forEach(resource -> Authorizer.authorize(call, needed, resource, protocol));
        }
        return service.handle(call);
    }

    private void note(Service service, ServiceCall call, int status, Optional<String> code) {
        Caller caller = call.caller();
        calls.add(new Calls.Call(
                action(service, call), caller.accountId(), call.region(), caller.sessionName(), status, code));
    }

    private static String action(Service service, ServiceCall call) {
        return service.actionPrefix() + ":" + call.operation();
    }
}
