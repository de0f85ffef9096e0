package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.RoleRequest;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.runbook.connect.policy.AccessDocuments;
import dev.crossrun.runbook.connect.policy.PolicyByHand;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The role that is assumed through the provider and carries the policy. */
final class FederationRoleStep extends IamStep<Role> {
    private final AskedOfIam asked;

    FederationRoleStep(
            RunInput<ConnectFederationRequest> input,
            AskedOfIam asked,
            SamlProviderStep provider,
            FederationPolicyStep policy) {
        super(
                StepDefinition.automated("federation-role", "Create the federation role", "CONNECT_ACCOUNT")
                        .undone("Deleted, if this run made it, it still bears its mark and carries no other policy")
                        .adoptable(),
                input,
                new Kind(
                        "role",
                        "/connect/roleName",
                        ConnectFederationRequest.Connect::role,
                        Names::roleArn,
                        IamActivities::findRole));
        this.asked = asked;
        after(provider, policy);
    }

    @Override
    String purpose() {
        return "Agents assume this role through the SAML provider. The policy is attached to it";
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<PlannedStep> line = super.preflight(preflight);
        planned.seen().ifPresent(role -> otherPolicies(preflight, role));
        return line;
    }

    /** Of a role that is kept or taken over. */
    private void otherPolicies(Preflight preflight, Found role) {
        String ours = ":policy/" + request().connect().policy();
        List<String> others = Stream.of("policies", "inlinePolicies")
                .flatMap(kind -> list(role.before(), kind).stream())
                .filter(policy -> !policy.endsWith(ours))
                .toList();
        if (!others.isEmpty()) {
            preflight.find(
                    Severity.WARNING,
                    this,
                    "/connect/roleName",
                    name() + " carries other policies too: " + String.join(", ", others)
                            + ". Every agent who signs in may do what they allow.",
                    "Detach them, or choose another name.");
        }
    }

    private String trust(Names names) {
        return AccessDocuments.trust(names.providerArn(), request().connect().region());
    }

    /** A role that is there keeps the other policies that it carries. */
    @Override
    Change change(Optional<Found> there) {
        Names names = new Names(request());
        Set<String> policies = new LinkedHashSet<>(
                there.map(found -> list(found.before(), "policies")).orElse(List.of()));
        policies.add(names.policyArn());
        List<String> inline =
                there.map(found -> list(found.before(), "inlinePolicies")).orElse(List.of());
        return made(
                "IAM role " + name(),
                there,
                before -> shown(before.getOrDefault("trustPolicy", ""), list(before, "policies"), inline),
                shown(trust(names), policies, inline));
    }

    private static JsonNode shown(String trust, Collection<String> policies, List<String> inline) {
        ObjectNode role = values();
        role.set("trustPolicy", Change.document(trust));
        role.set("policies", Change.texts(policies));
        if (!inline.isEmpty()) {
            role.set("inlinePolicies", Change.texts(inline));
        }
        return role;
    }

    private static List<String> list(Map<String, String> before, String name) {
        return Stream.of(before.getOrDefault(name, "").split(","))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    @Override
    protected Role run(StepContext step) {
        Names names = new Names(request());
        RoleRequest wanted = asked.note(new RoleRequest(
                request().connect().accountId(),
                name(),
                "Federated users of Amazon Connect",
                trust(names),
                names.policyArn(),
                ownership()));
        Role made = step.effect(
                names.roleArn(),
                expected(),
                () -> find(step.call(IamActivities.class, looking())),
                () -> step.call(IamActivities.class, "Put the role " + name()).putRole(wanted),
                (before, there) -> {
                    there.ifPresent(asked::made);
                    return Removals.undo(asked.role());
                });
        step.detail(made.arn() + " (" + made.id() + ")");
        return made;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(madeByHand(
                List.of(),
                (step, answer) -> checkMade(
                        step,
                        this::fault,
                        there -> new Role(
                                new Names(request()).roleArn(),
                                String.valueOf(there.before().get("id"))))));
    }

    /** One that somebody made must be assumed by this provider's sessions alone, with that policy alone. */
    private Optional<String> fault(Map<String, String> before) {
        Names names = new Names(request());
        boolean itsPolicyAlone =
                before.getOrDefault("policies", "").equals(names.policyArn()) && !before.containsKey("inlinePolicies");
        return PolicyByHand.faultOfTrust(
                        names.providerArn(), request().connect().region(), before.getOrDefault("trustPolicy", ""))
                .or(() -> itsPolicyAlone
                        ? Optional.empty()
                        : Optional.of("must carry " + names.policyArn() + " and no other policy"));
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(OTHER_NAME, FederationPolicyStep.FROM_THE_REQUEST);
    }
}
