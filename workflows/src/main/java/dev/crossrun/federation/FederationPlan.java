package dev.crossrun.federation;

import dev.crossrun.engine.PlanDraft;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return Arrays.stream(FederationStep.values())
                .filter(step -> step.asked(request))
                .flatMap(step -> step(step).stream())
                .toList();
    }

    /** What a step would do; the ones that only plan, approve and tell are no part of a plan. */
    private Optional<PlannedStep> step(FederationStep step) {
        return switch (step) {
            case PREFLIGHT, APPROVE_PLAN, OUTCOME -> Optional.empty();
            case ENTRA_APPLICATION,
                    ENTRA_SAML_MODE,
                    ENTRA_SIGNING_CERTIFICATE,
                    ENTRA_ASSIGNMENTS,
                    ENTRA_METADATA,
                    ENTRA_SP_METADATA,
                    ENTRA_PROVISIONING -> Optional.of(entra(step));
            case IDENTITY_CENTER_METADATA, IDENTITY_SOURCE, SCIM_TOKEN, ACCOUNT_ACCESS ->
                Optional.of(identityCenter(step));
            case CONNECT_INSTANCE, CONNECT_AGENTS -> Optional.of(connect(step));
            case CONNECT_APPLICATION,
                    SAML_PROVIDER,
                    FEDERATION_POLICY,
                    FEDERATION_ROLE,
                    ACCESS_SIMULATION,
                    APPLICATION_SETTINGS,
                    APPLICATION_ACCESS,
                    SIGN_IN -> Optional.of(federation(step));
        };
    }

    private PlannedStep entra(FederationStep step) {
        String application = request.switches()
                ? request.applicationName()
                : request.entra().applicationId().orElse("");
        return switch (step) {
            case ENTRA_APPLICATION ->
                planned(
                        step,
                        action(step, facts.entra().planned().value()),
                        application,
                        "From the gallery's template of AWS IAM Identity Center");
            case ENTRA_SAML_MODE -> planned(step, Action.CREATE, application, "People sign on by SAML");
            case ENTRA_SIGNING_CERTIFICATE -> certificate(step.definition(), application);
            case ENTRA_ASSIGNMENTS ->
                several(
                        step,
                        assigning(),
                        assigned(),
                        "May sign in to " + application,
                        assignedAlready(),
                        assign().count());
            case ENTRA_METADATA ->
                planned(step, Action.CHECK, EntraBranch.METADATA, "Is downloaded, checked and kept for the console");
            case ENTRA_SP_METADATA ->
                planned(step, Action.CREATE, application, "Gets Identity Center's identifier and reply URLs");
            case ENTRA_PROVISIONING ->
                planned(step, job(step), application, "Provisions whoever is assigned into the identity store");
            default -> throw new IllegalArgumentException(step.id());
        };
    }

    private PlannedStep identityCenter(FederationStep step) {
        return switch (step) {
            case IDENTITY_CENTER_METADATA ->
                planned(
                        step,
                        Action.HUMAN,
                        IdentitySourceChange.METADATA,
                        "An administrator downloads Identity Center's metadata");
            case IDENTITY_SOURCE ->
                planned(
                        step,
                        Action.HUMAN,
                        "IAM Identity Center in " + request.identityCenter().accountId(),
                        "An administrator changes the identity source: from then on people sign in with Entra");
            case SCIM_TOKEN ->
                planned(
                        step,
                        Action.HUMAN,
                        "IAM Identity Center in " + request.identityCenter().accountId(),
                        "An administrator enables automatic provisioning and hands in the token");
            case ACCOUNT_ACCESS -> accountAccess(step);
            default -> throw new IllegalArgumentException(step.id());
        };
    }

    private PlannedStep connect(FederationStep step) {
        return step == FederationStep.CONNECT_INSTANCE
                ? planned(
                        step,
                        action(step, facts.limits().value().map(limits -> limits.alias())),
                        request.connect().instanceAlias().orElse(""),
                        "An instance whose users come by SAML, which can never be changed")
                : agents(step);
    }

    private PlannedStep agents(FederationStep step) {
        Set<String> users =
                facts.users().value().map(found -> Set.copyOf(found.found())).orElse(Set.of());
        long there = request.usernames().stream()
                .filter(name -> users.contains(name.value()))
                .count();
        int wanted = request.agents().size();
        return several(step, Action.CREATE, wanted + " agents", "Become users of the instance", there, wanted);
    }

    private PlannedStep federation(FederationStep step) {
        return switch (step) {
            case CONNECT_APPLICATION ->
                planned(
                        step,
                        Action.HUMAN,
                        "Amazon Connect",
                        "An administrator adds the application in IAM Identity Center and hands in its metadata");
            case SAML_PROVIDER ->
                planned(
                        step,
                        action(step, facts.names().value().map(found -> found.provider())),
                        names.providerArn(),
                        "Trusts what the application signs");
            case FEDERATION_POLICY ->
                planned(
                        step,
                        action(step, facts.names().value().map(found -> found.policy())),
                        names.policyArn(),
                        "Lets a session enter " + names.instanceArn() + " as its own user alone");
            case FEDERATION_ROLE ->
                planned(
                        step,
                        action(step, facts.names().value().map(found -> found.role())),
                        names.roleArn(),
                        "Is assumed through the provider and carries the policy");
            case ACCESS_SIMULATION ->
                planned(
                        step,
                        Action.CHECK,
                        names.roleArn(),
                        "An agent is allowed into this instance and into no other");
            case APPLICATION_SETTINGS ->
                planned(step, Action.HUMAN, "Amazon Connect", "An administrator sets three attribute mappings");
            case APPLICATION_ACCESS -> planned(step, Action.CREATE, access(), "May open the application");
            case SIGN_IN ->
                planned(step, Action.HUMAN, names.relayState(), "An agent signs in; CloudTrail shows that it worked");
            default -> throw new IllegalArgumentException(step.id());
        };
    }

    /** Where the worker has no permission to assign, a person does it. */
    private Action assigning() {
        return EntraFindings.mayAssign(facts.entra()) ? Action.CREATE : Action.HUMAN;
    }

    private String assigned() {
        return assign().collect(Collectors.joining(", "));
    }

    private Stream<String> assign() {
        return request.entra().assign().stream()
                .flatMap(assign -> Stream.concat(assign.groups().stream(), assign.users().stream()));
    }

    private long assignedAlready() {
        List<String> ids = facts.entra().assigned().value().orElse(List.of());
        return facts.entra().people().value().stream()
                .flatMap(people -> EntraAccess.principals(request, people).stream())
                .filter(principal -> ids.contains(principal.id()))
                .count();
    }

    private PlannedStep certificate(StepDefinition step, String application) {
        Optional<Found> there = facts.entra().certificate().value().filter(Found::exists);
        boolean signs = there.map(found -> found.before().get("active")).equals(Optional.of("true"));
        String detail = signs
                ? "Has one that may sign for another year"
                : there.map(found -> "Makes its certificate " + found.before().get("thumbprint") + " the active one")
                        .orElse("Signs what Identity Center believes, for three years");
        return new PlannedStep(
                step.id(), signs ? Action.KEEP : Action.CREATE, application, detail, step.reversibility());
    }

    private Action job(FederationStep step) {
        Optional<Found> there = facts.entra().job().value().filter(Found::exists);
        return there.isPresent() && facts.entra().ours() ? Action.KEEP : action(step, there);
    }

    private PlannedStep accountAccess(FederationStep step) {
        String wanted = request.accountAccess().stream()
                .map(each -> each.group() + ": " + each.permissionSet() + " on "
                        + each.accountIds().stream().map(Object::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        long there = facts.accountAccess().value().orElse(Map.of()).values().stream()
                .filter(Found::exists)
                .count();
        return several(
                step,
                Action.CREATE,
                wanted,
                "Groups get permission sets on accounts",
                there,
                AccountAccessGrants.asked(request));
    }

    private Action action(FederationStep step, Optional<Found> found) {
        Presence presence = found.map(Found::presence).orElse(Presence.ABSENT);
        return switch (presence) {
            case ABSENT -> Action.CREATE;
            case OURS -> Action.KEEP;
            case FOREIGN -> request.adopts(step) ? Action.ADOPT : Action.CREATE;
        };
    }

    private String access() {
        String groups = String.join(", ", request.access().groups());
        String users = String.join(
                ", ", request.access().users().stream().map(Object::toString).toList());
        return groups.isEmpty() || users.isEmpty() ? groups + users : groups + ", " + users;
    }

    /** Things of a kind, some or all of which are there already. */
    private static PlannedStep several(
            FederationStep step, Action action, String resource, String detail, long there, long wanted) {
        StepDefinition definition = step.definition();
        return there == wanted
                ? new PlannedStep(
                        definition.id(), Action.KEEP, resource, "All is there already", definition.reversibility())
                : new PlannedStep(
                        definition.id(),
                        action,
                        resource,
                        detail + (there == 0 ? "" : "; " + there + " of " + wanted + " are there already"),
                        definition.reversibility());
    }

    private static PlannedStep planned(FederationStep step, Action action, String resource, String detail) {
        StepDefinition definition = step.definition();
        String whose = action == Action.KEEP ? " (an earlier run of this name made it)" : "";
        return new PlannedStep(definition.id(), action, resource, detail + whose, definition.reversibility());
    }
}
