package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.Calls;
import dev.crossrun.simulator.Calls.Call;
import dev.crossrun.simulator.Faults;
import dev.crossrun.simulator.service.Authorizer;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.world.Caller;
import dev.crossrun.simulator.world.World;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The APIs of all services at one address: the credential scope of the signature says which service is meant, in which
 * region; the access key says from which account.
 */
public final class ApiSurface implements Surface {
    private final World world;
    private final Faults faults;
    private final Calls calls;
    private final List<Api> apis;
    private final Authenticator authenticator;
    private final Authorizer authorizer = new Authorizer();
    private final Recorder recorder = new Recorder();

    public ApiSurface(World world, Faults faults, Calls calls, boolean refusesSamlAssignments) {
        this.world = world;
        this.faults = faults;
        this.calls = calls;
        this.apis = Apis.of(world, refusesSamlAssignments);
        this.authenticator = new Authenticator(world, Clock.systemUTC());
    }

    @Override
    public boolean serves(HttpCall call) {
        return !call.path().startsWith("/_");
    }

    @Override
    public HttpReply handle(HttpCall call) {
        String requestId = world.ids().uuid();
        Optional<Scope> scope = Scope.of(call);
        Optional<Api> api = scope.flatMap(this::api);
        if (api.isEmpty()) {
            Protocol protocol = new JsonProtocol("");
            ServiceError error = scope.isPresent()
                    ? Refusal.BAD_SIGNATURE.in(protocol, "Credential should be scoped to correct service.")
                    : Refusal.MISSING_TOKEN.in(protocol);
            return protocol.error(error, requestId);
        }
        Protocol protocol = api.get().protocol();
        try {
            return world.locked(() -> answer(call, scope.orElseThrow(), api.get(), requestId));
        } catch (ServiceError error) {
            return protocol.error(error, requestId);
        }
    }

    private Optional<Api> api(Scope scope) {
        return apis.stream()
                .filter(api -> api.signingName().equals(scope.service()))
                .findFirst();
    }

    /** Finds out who wants what; refusals of this part leave no trace in CloudTrail. */
    private HttpReply answer(HttpCall http, Scope scope, Api api, String requestId) {
        Protocol protocol = api.protocol();
        if (api.globalRegion().filter(region -> !region.equals(scope.region())).isPresent()) {
            throw Refusal.BAD_REGION.in(protocol);
        }
        Caller caller = authenticator.authenticate(http, scope, protocol).caller();
        String operation = protocol.operation(http)
                .filter(api.service()::has)
                .orElseThrow(() -> Refusal.UNKNOWN_OPERATION.in(protocol));
        ObjectNode input = protocol.input(http, operation);
        ServiceCall call = new ServiceCall(world, caller, scope.region(), operation, input);
        try {
            Optional<ObjectNode> output = perform(call, api);
            recorder.record(call, api, output);
            log(call, api, 200, Optional.empty());
            return protocol.success(operation, output, requestId);
        } catch (ServiceError error) {
            recorder.record(call, api, error);
            log(call, api, error.status(), Optional.of(error.code()));
            throw error;
        }
    }

    private Optional<ObjectNode> perform(ServiceCall call, Api api) {
        faults.take(api.service().actionPrefix() + ":" + call.operation()).ifPresent(fault -> {
            throw new ServiceError(fault.status(), fault.code(), fault.message());
        });
        List<String> actions = api.service().actions(call);
        String resource = actions.isEmpty() ? "*" : api.service().resource(call);
        authorizer.refusal(call, actions, resource).ifPresent(message -> {
            throw Refusal.ACCESS_DENIED.in(api.protocol(), message);
        });
        return api.service().handle(call);
    }

    private void log(ServiceCall call, Api api, int status, Optional<String> errorCode) {
        calls.add(new Call(
                api.service().actionPrefix() + ":" + call.operation(),
                call.caller().accountId(),
                call.region(),
                call.caller().sessionName(),
                status,
                errorCode));
    }
}
