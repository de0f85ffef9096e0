package dev.crossrun.simulator.service;

import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the identity policies of a caller say, as they are now: permissions of a session are evaluated at each request
 * (IAM user guide, "Disabling permissions for temporary security credentials"). A session whose role was deleted is
 * therefore allowed nothing, also after a role of the same name was created ("Delete roles or instance profiles": deleting
 * a role breaks what runs with it).
 */
public final class CallerPolicies {
    private final World world;
    private final AwsCaller caller;
    private final Iam iam;

    public CallerPolicies(World world, AwsCaller caller) {
        this.world = world;
        this.caller = caller;
        this.iam = world.requireAccount(caller.accountId()).iam();
    }

    /** Decides about an action in a Region; {@code more} has the condition keys of the action itself. */
    public PolicyEngine.Verdict decide(String region, String action, String resource, Context more) {
        return PolicyEngine.decide(policies(), action, resource, context(region, more));
    }

    private Map<String, List<String>> policies() {
        if (!caller.isSession()) {
            return Map.of(
                    "identity-based policy",
                    iam.user(caller.name())
                            .map(user -> List.copyOf(user.inlinePolicies().values()))
                            .orElse(List.of()));
        }
        Map<String, List<String>> kinds = role().map(iam::policiesByKind)
                .orElseGet(() -> new LinkedHashMap<>(Map.of("identity-based policy", List.of())));
        List<String> limits = caller.session().map(AwsCaller.Session::policies).orElse(List.of());
        if (!limits.isEmpty()) {
            kinds.put("session policy", limits);
        }
        return kinds;
    }

    /** A role that was created again under the same name is another role. */
    private Optional<IamRole> role() {
        return iam.role(caller.name()).filter(role -> role.id().equals(caller.roleId()));
    }

    /** The global condition keys (IAM user guide, "AWS global condition context keys") and those of the session. */
    private Context context(String region, Context more) {
        Context context = more.with("aws:userid", caller.userId())
                .with("aws:PrincipalAccount", caller.accountId())
                .with("aws:PrincipalOrgID", world.organization().id())
                .with("aws:PrincipalType", caller.isSession() ? "AssumedRole" : "User")
                .with("aws:RequestedRegion", region)
                .with("aws:CurrentTime", world.now().toString())
                .with("aws:EpochTime", Long.toString(world.now().getEpochSecond()))
                .with("aws:SecureTransport", "false");
        return caller.session()
                .map(session -> ofSession(context, session))
                .orElseGet(() -> context.with("aws:username", caller.name()).with("aws:PrincipalArn", caller.arn()));
    }

    private static Context ofSession(Context context, AwsCaller.Session session) {
        Context known = context.with("aws:PrincipalArn", session.roleArn())
                .with("aws:TokenIssueTime", session.issuedAt().toString());
        for (var key : session.conditionKeys().entrySet()) {
            known = known.with(key.getKey(), key.getValue());
        }
        return known;
    }
}
