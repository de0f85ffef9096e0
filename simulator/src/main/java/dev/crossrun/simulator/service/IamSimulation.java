package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.Actions;
import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.MalformedPolicyException;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.iam.PolicyEngine.MatchedStatement;
import dev.crossrun.simulator.iam.PolicyEngine.Place;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.IamUser;
import dev.crossrun.simulator.world.ManagedPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /**
     * The policies of a simulation.
     *
     * @param documents by the names that results call them by
     * @param boundary the documents of the permissions boundary, if there is one
     */
    private record Policies(Map<String, String> documents, Optional<List<String>> boundary) {
        Map<String, List<String>> byKind() {
            Map<String, List<String>> kinds = new LinkedHashMap<>();
            kinds.put("identity", List.copyOf(documents.values()));
            boundary.ifPresent(limit -> kinds.put("boundary", limit));
            return kinds;
        }
    }

    private static Optional<ObjectNode> simulate(ServiceCall call) {
        Members.refuse(call, "CallerArn", "ResourceHandlingOption", "ResourceOwner", "ResourcePolicy");
        List<String> actions = Members.texts(call.input().path("ActionNames"));
        if (actions.isEmpty()) {
            Members.required(call, "ActionNames");
        }
        List<String> resources = Members.texts(call.input().path("ResourceArns"));
        check(actions, resources);
        Context context = context(call);
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        try {
            Policies policies = policies(call);
            for (String action : actions) {
                for (String resource : resources.isEmpty() ? List.of("*") : resources) {
                    results.add(result(policies, action, resource, context));
                }
            }
        } catch (MalformedPolicyException e) {
            throw new ServiceError(400, "InvalidInput", String.valueOf(e.getMessage()));
        }
        return Optional.of(IamEntities.page(call, "EvaluationResults", results));
    }

    private static void check(List<String> actions, List<String> resources) {
        for (String action : actions) {
            if (!Actions.has(action)) {
                throw new ServiceError(400, "InvalidInput", "Invalid action name: " + action);
            }
        }
        for (String resource : resources) {
            if (!resource.equals("*") && resource.split(":", 6).length != 6) {
                throw new ServiceError(400, "InvalidInput", "Invalid resource ARN: " + resource);
            }
        }
    }

    private static ObjectNode result(Policies policies, String action, String resource, Context context) {
        Decision decided = PolicyEngine.decide(policies.byKind(), action, resource, context)
                .decision();
        String decision = switch (decided) {
            case ALLOWED -> "allowed";
            case IMPLICIT_DENY -> "implicitDeny";
            case EXPLICIT_DENY -> "explicitDeny";
        };
        ObjectNode result = Members.object()
                .put("EvalActionName", action)
                .put("EvalResourceName", resource)
                .put("EvalDecision", decision);
        ArrayNode matched = result.putArray("MatchedStatements");
        policies.documents()
                .forEach((name, document) -> PolicyEngine.matched(document, action, resource, context).stream()
                        .filter(statement -> statement.allows() == (decided != Decision.EXPLICIT_DENY))
                        .forEach(statement -> matched.add(form(name, statement))));
        ArrayNode missing = result.putArray("MissingContextValues");
        PolicyEngine.missingKeys(List.copyOf(policies.documents().values()), action, context)
                .forEach(missing::add);
        policies.boundary()
                .ifPresent(limit -> result.putObject("PermissionsBoundaryDecisionDetail")
                        .put(
                                "AllowedByPermissionsBoundary",
                                PolicyEngine.evaluate(limit, action, resource, context) == Decision.ALLOWED));
        if (!resource.equals("*")) {
            ObjectNode specific = result.putArray("ResourceSpecificResults").addObject();
            specific.put("EvalResourceName", resource).put("EvalResourceDecision", decision);
            specific.set("MatchedStatements", matched.deepCopy());
            specific.set("MissingContextValues", missing.deepCopy());
        }
        return result;
    }

    private static ObjectNode form(String policy, MatchedStatement statement) {
        Place place = statement.place();
        ObjectNode node = Members.object().put("SourcePolicyId", policy).put("SourcePolicyType", "IAM Policy");
        node.putObject("StartPosition").put("Line", place.startLine()).put("Column", place.startColumn());
        node.putObject("EndPosition").put("Line", place.endLine()).put("Column", place.endColumn());
        return node;
    }

    private static Policies policies(ServiceCall call) {
        String arn = Members.required(call, "PolicySourceArn");
        Iam iam = IamEntities.iam(call);
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        Map<String, String> documents = new LinkedHashMap<>();
        Optional<List<String>> boundary = Optional.empty();
        if (arn.startsWith(iam.arn("role/"))) {
            IamRole role = iam.role(name)
                    .filter(found -> found.arn().equals(arn))
                    .orElseThrow(() -> IamEntities.missing("The role with name " + name + " cannot be found."));
            documents.putAll(documents(iam, role));
            boundary = Optional.ofNullable(iam.policiesByKind(role).get("permissions boundary"));
        } else if (arn.startsWith(iam.arn("user/"))) {
            IamUser user = iam.user(name)
                    .orElseThrow(() -> IamEntities.missing("The user with name " + name + " cannot be found."));
            user.inlinePolicies().forEach((policy, text) -> documents.put("user_" + name + "_" + policy, text));
        } else {
            throw new ServiceError(
                    400,
                    "InvalidInput",
                    "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
        }
        int number = 1;
        for (String more : Members.texts(call.input().path("PolicyInputList"))) {
            documents.put("PolicyInputList." + number++, more);
        }
        List<String> limit = new ArrayList<>(Members.texts(call.input().path("PermissionsBoundaryPolicyInputList")));
        return new Policies(documents, limit.isEmpty() ? boundary : Optional.of(limit));
    }

    private static Map<String, String> documents(Iam iam, IamRole role) {
        Map<String, String> documents = new LinkedHashMap<>();
        role.inlinePolicies().forEach((policy, text) -> documents.put("role_" + role.name() + "_" + policy, text));
        role.attachedPolicyArns().stream()
                .flatMap(attached -> iam.policy(attached).stream())
                .forEach((ManagedPolicy policy) -> documents.put(policy.name(), policy.defaultDocument()));
        return documents;
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
