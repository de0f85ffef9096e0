package dev.crossrun.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.world.TrailEntry;
import java.util.Map;
import java.util.Optional;

/** Tells CloudTrail of every call of an API, whether it succeeded or was refused, in the caller's account. */
final class Recorder {
    private static final Map<String, String> RESOURCE_TYPES = Map.of(
            ":role/", "AWS::IAM::Role",
            ":policy/", "AWS::IAM::Policy",
            ":saml-provider/", "AWS::IAM::SAMLProvider",
            ":instance/", "AWS::Connect::Instance",
            ":application/", "AWS::SSO::Application");

    void record(ServiceCall call, Api api, Optional<ObjectNode> output) {
        TrailEntry entry = entry(call, api);
        boolean keepsResponse = !api.service().readOnly(call.operation()) && output.isPresent();
        deliver(call, api, keepsResponse ? entry.withResponse(response(output.orElseThrow())) : entry);
    }

    void record(ServiceCall call, Api api, ServiceError error) {
        // CloudTrail drops the suffix of the two refusals that each protocol spells differently.
        String code = error.code().equals("AccessDeniedException") ? "AccessDenied" : error.code();
        deliver(call, api, entry(call, api).withError(code, String.valueOf(error.getMessage())));
    }

    private static TrailEntry entry(ServiceCall call, Api api) {
        TrailEntry entry = TrailEntry.of(api.eventSource(), call.operation(), call.caller())
                .withRequest(Json.camelCase(call.input()));
        String resource = resource(call, api);
        return RESOURCE_TYPES.entrySet().stream()
                .filter(type -> resource.contains(type.getKey()))
                .findFirst()
                .map(type -> entry.withResource(type.getValue(), resource))
                .orElse(entry);
    }

    /** The resource of a call; one that was refused for a missing member may have none. */
    private static String resource(ServiceCall call, Api api) {
        try {
            return api.service().resource(call);
        } catch (ServiceError e) {
            return "*";
        }
    }

    /** Secrets are not recorded. */
    private static ObjectNode response(ObjectNode output) {
        ObjectNode copy = Json.camelCase(output);
        if (copy.get("credentials") instanceof ObjectNode credentials) {
            credentials.remove("secretAccessKey");
        }
        return copy;
    }

    private static void deliver(ServiceCall call, Api api, TrailEntry entry) {
        String region = api.globalRegion().orElse(call.region());
        call.world().trail().record(call.caller().accountId(), region, entry);
    }
}
