package dev.crossrun.simulator.service;

import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.world.Caller;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamUser;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Optional;

/** Asks the caller's identity policies whether it may do what it asks for. */
public final class Authorizer {

    /** What the caller's own policies say. */
    Decision decision(ServiceCall call, String action, String resource) {
        return PolicyEngine.evaluate(documents(call.world(), call.caller()), action, resource, context(call));
    }

    /** The words in which a call is refused, if it is. */
    public Optional<String> refusal(ServiceCall call, List<String> actions, String resource) {
        List<String> documents = documents(call.world(), call.caller());
        Context context = context(call);
        return actions.stream()
                .flatMap(action -> refusal(call.caller(), documents, action, resource, context).stream())
                .findFirst();
    }

    private static Optional<String> refusal(
            Caller caller, List<String> documents, String action, String resource, Context context) {
        Decision decision = PolicyEngine.evaluate(documents, action, resource, context);
        if (decision == Decision.ALLOWED) {
            return Optional.empty();
        }
        String reason = decision == Decision.EXPLICIT_DENY
                ? " with an explicit deny in an identity-based policy"
                : " because no identity-based policy allows the " + action + " action";
        return Optional.of("User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: "
                + resource + reason);
    }

    /** A session of a role that was deleted, even if a new one has its name, may do nothing. */
    private static List<String> documents(World world, Caller caller) {
        Iam iam = world.requireAccount(caller.accountId()).iam();
        if (!caller.isSession()) {
            return iam.user(caller.name())
                    .map(IamUser::inlinePolicies)
                    .map(policies -> List.copyOf(policies.values()))
                    .orElse(List.of());
        }
        return iam.roles()
                .get(caller.name())
                .filter(role -> role.id().equals(caller.roleId()))
                .map(iam::policyDocuments)
                .orElse(List.of());
    }

    private static Context context(ServiceCall call) {
        Caller caller = call.caller();
        Context context = Context.empty()
                .with("aws:userid", caller.userId())
                .with("aws:PrincipalAccount", caller.accountId())
                .with("aws:PrincipalType", caller.isSession() ? "AssumedRole" : "User")
                .with("aws:RequestedRegion", call.region())
                .with("aws:SecureTransport", "true");
        return caller.isSession()
                ? context.with("aws:PrincipalArn", "arn:aws:iam::" + caller.accountId() + ":role/" + caller.name())
                : context.with("aws:PrincipalArn", caller.arn()).with("aws:username", caller.name());
    }
}
