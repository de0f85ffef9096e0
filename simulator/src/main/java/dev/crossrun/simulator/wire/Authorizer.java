package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.wire.Protocol.Refusal;
import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import java.util.List;
import java.util.Optional;
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
        Iam iam = call.world().requireAccount(caller.accountId()).iam();
        Decision decision = PolicyEngine.evaluate(documents(iam, caller), action, resource, context(call, iam));
        if (decision != Decision.ALLOWED) {
            throw protocol.refusal(Refusal.ACCESS_DENIED, text(caller, action, resource, decision));
        }
    }

    /** The refusal of a caller whom no policy allows an action. */
    static ServiceError denied(AwsCaller caller, String action, String resource, Protocol protocol) {
        return protocol.refusal(Refusal.ACCESS_DENIED, text(caller, action, resource, Decision.IMPLICIT_DENY));
    }

    private static String text(AwsCaller caller, String action, String resource, Decision decision) {
        String text = "User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: "
                + named(action, resource);
        if (action.equals("sts:AssumeRole")) {
            return text;
        }
        return decision == Decision.EXPLICIT_DENY
                ? text + " with an explicit deny in an identity-based policy"
                : text + " because no identity-based policy allows the " + action + " action";
    }

    /** IAM names the type of some things before it names them, and of a role not the ARN. */
    private static String named(String action, String resource) {
        return switch (action) {
            case "iam:GetRole" -> "role " + resource.substring(resource.lastIndexOf('/') + 1);
            case "iam:GetPolicy" -> "policy " + resource;
            default -> resource;
        };
    }

    private static List<String> documents(Iam iam, AwsCaller caller) {
        if (caller.isSession()) {
            return role(iam, caller).map(iam::policyDocuments).orElse(List.of());
        }
        return iam.user(caller.name())
                .map(user -> List.copyOf(user.inlinePolicies().values()))
                .orElse(List.of());
    }

    /** A role made anew under the same name is another role. */
    private static Optional<IamRole> role(Iam iam, AwsCaller caller) {
        return iam.roles().get(caller.name()).filter(role -> role.id().equals(caller.roleId()));
    }

    private static Context context(ServiceCall call, Iam iam) {
        AwsCaller caller = call.caller();
        Context context = Context.empty()
                .with("aws:userid", caller.userId())
                .with("aws:PrincipalAccount", caller.accountId())
                .with("aws:PrincipalType", caller.isSession() ? "AssumedRole" : "User")
                .with("aws:RequestedRegion", call.region())
                .with("aws:SecureTransport", "false");
        if (call.operation().matches("(Attach|Detach)RolePolicy")) {
            context =
                    context.with("iam:PolicyARN", call.input().path("PolicyArn").asText());
        }
        if (!caller.isSession()) {
            return context.with("aws:username", caller.name()).with("aws:PrincipalArn", caller.arn());
        }
        Context known = context;
        return role(iam, caller)
                .map(role -> known.with("aws:PrincipalArn", role.arn()))
                .orElse(known);
    }
}
