package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.MalformedPolicyException;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.world.Iam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** IAM's policy simulator: asks the same engine as real calls do, about a principal's own policies. */
final class IamSimulation {
    private IamSimulation() {}

    static Map<String, IamEntities.Operation> operations() {
        return Map.of("SimulatePrincipalPolicy", IamSimulation::simulate);
    }

    /** The ARN that a call is about. */
    static String resource(ServiceCall call) {
        return Members.required(call, "PolicySourceArn");
    }

    private static Optional<ObjectNode> simulate(ServiceCall call) {
        List<String> documents = new ArrayList<>(documents(call));
        documents.addAll(Members.texts(call.input().path("PolicyInputList")));
        List<String> actions = Members.texts(call.input().path("ActionNames"));
        if (actions.isEmpty()) {
            Members.required(call, "ActionNames");
        }
        List<String> resources = Members.texts(call.input().path("ResourceArns"));
        Context context = context(call);
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        try {
            for (String action : actions) {
                for (String resource : resources.isEmpty() ? List.of("*") : resources) {
                    results.add(result(documents, action, resource, context));
                }
            }
        } catch (MalformedPolicyException e) {
            throw new ServiceError(400, "InvalidInput", String.valueOf(e.getMessage()));
        }
        return Optional.of(IamEntities.page(call, "EvaluationResults", results));
    }

    private static ObjectNode result(List<String> documents, String action, String resource, Context context) {
        String decision = switch (PolicyEngine.evaluate(documents, action, resource, context)) {
            case ALLOWED -> "allowed";
            case IMPLICIT_DENY -> "implicitDeny";
            case EXPLICIT_DENY -> "explicitDeny";
        };
        ObjectNode result = Members.object()
                .put("EvalActionName", action)
                .put("EvalResourceName", resource)
                .put("EvalDecision", decision);
        result.putArray("MatchedStatements");
        ArrayNode missing = result.putArray("MissingContextValues");
        PolicyEngine.missingKeys(documents, action, context).forEach(missing::add);
        if (!resource.equals("*")) {
            ObjectNode specific = result.putArray("ResourceSpecificResults").addObject();
            specific.put("EvalResourceName", resource).put("EvalResourceDecision", decision);
            specific.set("MissingContextValues", missing.deepCopy());
        }
        return result;
    }

    private static List<String> documents(ServiceCall call) {
        String arn = Members.required(call, "PolicySourceArn");
        Iam iam = IamEntities.iam(call);
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        if (arn.startsWith(iam.arn("role/"))) {
            return iam.role(name)
                    .filter(role -> role.arn().equals(arn))
                    .map(iam::policyDocuments)
                    .orElseThrow(() -> IamEntities.missing("The role with name " + name + " cannot be found."));
        }
        if (arn.startsWith(iam.arn("user/"))) {
            return iam.user(name)
                    .map(user -> List.copyOf(user.inlinePolicies().values()))
                    .orElseThrow(() -> IamEntities.missing("The user with name " + name + " cannot be found."));
        }
        throw new ServiceError(
                400, "InvalidInput", "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
    }

    private static Context context(ServiceCall call) {
        Context context = Context.empty();
        for (JsonNode entry : call.input().path("ContextEntries")) {
            String key = entry.path("ContextKeyName").asText();
            context = context.with(key, Members.texts(entry.path("ContextKeyValues")));
        }
        return context;
    }
}
