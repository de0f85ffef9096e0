package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.service.CallerPolicies;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.wire.Protocol.Refusal;
import dev.crossrun.simulator.world.AwsCaller;
import java.util.Set;

/** Asks the identity policies of the caller, as they are now, whether a call is allowed. */
final class Authorizer {
    /** Actions that everybody with a key may do, even where a policy denies them. */
    private static final Set<String> FREE = Set.of("sts:GetCallerIdentity");

    private Authorizer() {}

    static void authorize(ServiceCall call, String action, String resource, Protocol protocol) {
        if (FREE.contains(action)) {
            return;
        }
        AwsCaller caller = call.caller();
        PolicyEngine.Verdict verdict =
                new CallerPolicies(call.world(), caller).decide(call.region(), action, resource, keys(call));
        if (verdict.decision() != Decision.ALLOWED) {
            throw protocol.refusal(Refusal.ACCESS_DENIED, text(caller, action, resource, verdict));
        }
    }

    /** The refusal of a caller whom no policy allows an action. */
    static ServiceError denied(AwsCaller caller, String action, String resource, Protocol protocol) {
        return protocol.refusal(
                Refusal.ACCESS_DENIED,
                text(
                        caller,
                        action,
                        resource,
                        new PolicyEngine.Verdict(Decision.IMPLICIT_DENY, "identity-based policy")));
    }

    private static String text(AwsCaller caller, String action, String resource, PolicyEngine.Verdict verdict) {
        String text = "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: "
                + named(action, resource);
        if (action.equals("sts:AssumeRole")) {
            return text;
        }
        String article = verdict.by().startsWith("i") ? "an " : "a ";
        return verdict.decision() == Decision.EXPLICIT_DENY
                ? text + " with an explicit deny in " + article + verdict.by()
                : text + " because no " + verdict.by() + " allows the " + action + " action";
    }

    /** IAM names the type of some things before it names them, and of a role not the ARN. */
    private static String named(String action, String resource) {
        return switch (action) {
            case "iam:GetRole" -> "role " + resource.substring(resource.lastIndexOf('/') + 1);
            case "iam:GetPolicy" -> "policy " + resource;
            default -> resource;
        };
    }

    /** The condition keys of the action itself. */
    private static Context keys(ServiceCall call) {
        return switch (call.operation()) {
            case "AttachRolePolicy", "DetachRolePolicy" ->
                Context.empty()
                        .with("iam:PolicyARN", call.input().path("PolicyArn").asText());
            case "CreateRole", "PutRolePermissionsBoundary" ->
                call.input().has("PermissionsBoundary")
                        ? Context.empty()
                                .with(
                                        "iam:PermissionsBoundary",
                                        call.input().path("PermissionsBoundary").asText())
                        : Context.empty();
            default -> Context.empty();
        };
    }
}
