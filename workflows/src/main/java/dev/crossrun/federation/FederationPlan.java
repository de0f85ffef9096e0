package dev.crossrun.federation;

import dev.crossrun.engine.PlanDraft;
import dev.crossrun.run.Found;
import dev.crossrun.run.PlannedStep;
import dev.crossrun.run.PlannedStep.Action;
import dev.crossrun.run.Presence;
import dev.crossrun.run.StepDefinition;
import java.util.List;
import java.util.Optional;

/** What a run of {@code connect-federation} would do, given what preflight read. */
final class FederationPlan {
    private final ConnectFederationRequest request;
    private final Names names;
    private final Facts facts;

    private FederationPlan(ConnectFederationRequest request, Facts facts) {
        this.request = request;
        this.names = new Names(request);
        this.facts = facts;
    }

    static PlanDraft of(ConnectFederationRequest request, Facts facts) {
        return new PlanDraft(request, Findings.of(request, facts), new FederationPlan(request, facts).steps());
    }

    private List<PlannedStep> steps() {
        return List.of(
                planned(
                        FederationStep.CONNECT_APPLICATION,
                        Action.HUMAN,
                        "Amazon Connect",
                        "An administrator adds the application in IAM Identity Center and hands in its metadata"),
                planned(
                        FederationStep.SAML_PROVIDER,
                        action(
                                FederationStep.SAML_PROVIDER,
                                facts.names().value().map(found -> found.provider())),
                        names.providerArn(),
                        "Trusts what the application signs"),
                planned(
                        FederationStep.FEDERATION_POLICY,
                        action(
                                FederationStep.FEDERATION_POLICY,
                                facts.names().value().map(found -> found.policy())),
                        names.policyArn(),
                        "Lets a session enter " + names.instanceArn() + " as its own user alone"),
                planned(
                        FederationStep.FEDERATION_ROLE,
                        action(
                                FederationStep.FEDERATION_ROLE,
                                facts.names().value().map(found -> found.role())),
                        names.roleArn(),
                        "Is assumed through the provider and carries the policy"),
                planned(
                        FederationStep.ACCESS_SIMULATION,
                        Action.CHECK,
                        names.roleArn(),
                        "An agent is allowed into this instance and into no other"),
                planned(
                        FederationStep.APPLICATION_SETTINGS,
                        Action.HUMAN,
                        "Amazon Connect",
                        "An administrator sets three attribute mappings"),
                planned(FederationStep.APPLICATION_ACCESS, Action.CREATE, access(), "May open the application"),
                planned(
                        FederationStep.SIGN_IN,
                        Action.HUMAN,
                        names.relayState(),
                        "An agent signs in; CloudTrail shows that it worked"));
    }

    private Action action(FederationStep step, Optional<Found> found) {
        Presence presence = found.map(Found::presence).orElse(Presence.ABSENT);
        return switch (presence) {
            case ABSENT -> Action.CREATE;
            case OURS -> Action.KEEP;
            case FOREIGN -> request.adopt().contains(step.id()) ? Action.ADOPT : Action.CREATE;
        };
    }

    private String access() {
        String groups = String.join(", ", request.access().groups());
        String users = String.join(
                ", ", request.access().users().stream().map(Object::toString).toList());
        return groups.isEmpty() || users.isEmpty() ? groups + users : groups + ", " + users;
    }

    private static PlannedStep planned(FederationStep step, Action action, String resource, String detail) {
        StepDefinition definition = step.definition();
        return new PlannedStep(definition.id(), action, resource, detail, definition.reversibility());
    }
}
