package dev.crossrun.federation;

import dev.crossrun.run.step.StepDefinition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The steps of {@code connect-federation}, in the order of the procedure. A run has those that its request asks for. */
enum FederationStep {
    PREFLIGHT(
            List.of(),
            StepDefinition.check("preflight", "Check what is there and plan", "ALL")
                    .notRedoable()),
    APPROVE_PLAN(
            List.of(PREFLIGHT),
            StepDefinition.human("approve-plan", "Approve the plan", "ALL").notRedoable()),
    ENTRA_APPLICATION(
            List.of(APPROVE_PLAN),
            StepDefinition.automated("entra-application", "Create the Entra application", "ENTRA")
                    .undone(
                            "Deleted with its service principal (Entra keeps them for 30 days), unless the identity source was changed"
                                    + " to it: then people sign in through it")
                    .undoWarning(
                            "Whoever has changed the identity source to it meanwhile cannot sign in any more: CloudTrail"
                                    + " tells of such a change up to 15 minutes late.")
                    .adoptable()),
    ENTRA_SAML_MODE(
            List.of(ENTRA_APPLICATION),
            StepDefinition.automated("entra-saml-mode", "Set SAML as its way to sign on", "ENTRA")
                    .undone("Goes with the application, if this run made that")),
    ENTRA_SIGNING_CERTIFICATE(
            List.of(ENTRA_SAML_MODE),
            StepDefinition.automated("entra-signing-certificate", "Give it a signing certificate", "ENTRA")
                    .undone("Goes with the application, if this run made that")),
    ENTRA_ASSIGNMENTS(
            List.of(ENTRA_APPLICATION),
            StepDefinition.automated("entra-assignments", "Assign people to the Entra application", "ENTRA")
                    .undone("The assignments that this run made are removed, unless people sign in by them")),
    ENTRA_METADATA(
            List.of(ENTRA_SIGNING_CERTIFICATE),
            StepDefinition.automated("entra-metadata", "Download Entra's metadata", "ENTRA")),
    IDENTITY_CENTER_METADATA(
            List.of(APPROVE_PLAN),
            StepDefinition.human(
                    "identity-center-metadata", "Download IAM Identity Center's metadata", "IDENTITY_CENTER")),
    ENTRA_SP_METADATA(
            List.of(ENTRA_SAML_MODE, IDENTITY_CENTER_METADATA),
            StepDefinition.automated("entra-sp-metadata", "Tell Entra who IAM Identity Center is", "ENTRA")
                    .undone("Identifier and reply URLs are put back, if they are still as this run set them")),
    IDENTITY_SOURCE(
            List.of(ENTRA_METADATA, ENTRA_SP_METADATA),
            StepDefinition.human("identity-source", "Change the identity source to Entra", "IDENTITY_CENTER")
                    .notUndone(IdentitySourceChange.GOING_BACK)),
    SCIM_TOKEN(
            List.of(APPROVE_PLAN, IDENTITY_SOURCE),
            StepDefinition.human("scim-token", "Enable automatic provisioning", "IDENTITY_CENTER")
                    .notUndone(
                            "no API does it. By hand: IAM Identity Center, Settings, Automatic provisioning, Actions, Manage"
                                    + " provisioning: delete the token, then Disable")),
    ENTRA_PROVISIONING(
            List.of(ENTRA_ASSIGNMENTS, SCIM_TOKEN),
            StepDefinition.automated("entra-provisioning", "Provision people into IAM Identity Center", "ENTRA")
                    .undone(
                            "The job is deleted, unless people sign in through the application; whom it provisioned stay")
                    .undoWarning("Whom it has provisioned stays in the identity store.")
                    .adoptable()),
    ACCOUNT_ACCESS(
            List.of(IDENTITY_SOURCE, ENTRA_PROVISIONING),
            StepDefinition.automated("account-access", "Give groups access to accounts", "IDENTITY_CENTER")
                    .undone("The account assignments that this run made are deleted")),
    CONNECT_INSTANCE(
            List.of(APPROVE_PLAN),
            StepDefinition.automated("connect-instance", "Create the Connect instance", "CONNECT_ACCOUNT")
                    .undone("Deleted, if it has no users but this run's")
                    .undoWarning(
                            "A deleted instance cannot be restored and its phone numbers are released; creations and"
                                    + " deletions together are limited to 100 in 30 days.")
                    .adoptable()),
    CONNECT_AGENTS(
            List.of(CONNECT_INSTANCE),
            StepDefinition.automated("connect-agents", "Create the agents", "CONNECT_ACCOUNT")
                    .undone("The users that this run made are deleted")
                    .undoWarning("With a user go its settings and quick connects.")),
    CONNECT_APPLICATION(
            List.of(IDENTITY_SOURCE, CONNECT_INSTANCE),
            StepDefinition.human("connect-application", "Add the Amazon Connect application", "IDENTITY_CENTER")
                    .notUndone(
                            "no API deletes it. By hand: IAM Identity Center, Applications, Customer managed, Amazon Connect,"
                                    + " Actions, Remove")),
    SAML_PROVIDER(
            List.of(CONNECT_APPLICATION),
            StepDefinition.automated("saml-provider", "Create the IAM SAML provider", "CONNECT_ACCOUNT")
                    .undone("Deleted, if this run made it and it still bears its mark")
                    .adoptable()),
    FEDERATION_POLICY(
            List.of(CONNECT_INSTANCE),
            StepDefinition.automated("federation-policy", "Create the federation policy", "CONNECT_ACCOUNT")
                    .undone("Deleted, if this run made it, it still bears its mark and is attached to nothing else")
                    .adoptable()),
    FEDERATION_ROLE(
            List.of(SAML_PROVIDER, FEDERATION_POLICY),
            StepDefinition.automated("federation-role", "Create the federation role", "CONNECT_ACCOUNT")
                    .undone("Deleted, if this run made it, it still bears its mark and carries no other policy")
                    .adoptable()),
    ACCESS_SIMULATION(
            List.of(FEDERATION_ROLE),
            StepDefinition.check("access-simulation", "Simulate an agent's access", "CONNECT_ACCOUNT")),
    APPLICATION_SETTINGS(
            List.of(CONNECT_APPLICATION, FEDERATION_ROLE),
            StepDefinition.human("application-settings", "Set the application's attribute mappings", "IDENTITY_CENTER")
                    .notUndone("the mappings go with the application")),
    APPLICATION_ACCESS(
            List.of(CONNECT_APPLICATION, ENTRA_PROVISIONING),
            StepDefinition.automated("application-access", "Assign people to the application", "IDENTITY_CENTER")
                    .undone("The assignments that this run made are removed")),
    SIGN_IN(
            List.of(ACCESS_SIMULATION, APPLICATION_SETTINGS, APPLICATION_ACCESS, ENTRA_ASSIGNMENTS, CONNECT_AGENTS),
            StepDefinition.human("sign-in", "Prove a sign-in", "CONNECT_ACCOUNT")),
    OUTCOME(
            List.of(SIGN_IN, ACCOUNT_ACCESS),
            StepDefinition.check("outcome", "Tell what was reached", "ALL").notRedoable());

    /** Goes when the steps are classes. */
    private static final class Old {
        private static final Set<String> CLAIMS = Set.of("scim-token", "connect-application");
        private static final Set<String> SKIPPABLE = Set.of(
                "entra-application",
                "entra-provisioning",
                "connect-instance",
                "connect-agents",
                "saml-provider",
                "federation-policy",
                "federation-role",
                "access-simulation");
    }

    private final StepDefinition definition;
    private final List<FederationStep> dependsOn;

    FederationStep(List<FederationStep> dependsOn, StepDefinition.Draft draft) {
        this.dependsOn = dependsOn;
        this.definition = draft.build(
                dependsOn.stream().map(FederationStep::id).toList(),
                Old.CLAIMS.contains(draft.id()) ? List.of("identity-source") : List.of(),
                Old.SKIPPABLE.contains(draft.id()));
    }

    String id() {
        return definition.id();
    }

    StepDefinition definition() {
        return definition;
    }

    /** Every step there is. */
    static List<StepDefinition> catalogue() {
        return Arrays.stream(values()).map(FederationStep::definition).toList();
    }

    /** The steps of a run with this request; each depends on what is left of those before it. */
    static List<StepDefinition> catalogue(ConnectFederationRequest request) {
        return Arrays.stream(values())
                .filter(step -> step.asked(request))
                .map(step -> step.definition.dependingOn(
                        step.left(request).stream().map(FederationStep::id).toList()))
                .toList();
    }

    static Stream<String> adoptable() {
        return catalogue().stream().filter(StepDefinition::adoptable).map(StepDefinition::id);
    }

    /** Whether a request asks for this step. */
    boolean asked(ConnectFederationRequest request) {
        return switch (this) {
            case ENTRA_APPLICATION,
                    ENTRA_SAML_MODE,
                    ENTRA_SIGNING_CERTIFICATE,
                    ENTRA_METADATA,
                    IDENTITY_CENTER_METADATA,
                    ENTRA_SP_METADATA,
                    IDENTITY_SOURCE -> request.switches();
            case ENTRA_ASSIGNMENTS -> request.entra().assign().isPresent();
            case SCIM_TOKEN, ENTRA_PROVISIONING -> request.provisions();
            case ACCOUNT_ACCESS -> !request.accountAccess().isEmpty();
            case CONNECT_INSTANCE -> request.connect().instanceAlias().isPresent();
            case CONNECT_AGENTS ->
                request.agents().stream()
                        .anyMatch(agent -> agent.routingProfile().isPresent());
            default -> true;
        };
    }

    /** The steps it waits for; one that is not asked for is replaced by the steps that it waits for, without those implied already. */
    private Set<FederationStep> left(ConnectFederationRequest request) {
        Set<FederationStep> own = EnumSet.noneOf(FederationStep.class);
        Set<FederationStep> inherited = EnumSet.noneOf(FederationStep.class);
        dependsOn.forEach(step -> {
            if (step.asked(request)) {
                own.add(step);
            } else {
                inherited.addAll(step.left(request));
            }
        });
        Set<FederationStep> implied = EnumSet.noneOf(FederationStep.class);
        own.forEach(step -> step.collect(request, implied));
        inherited.forEach(step -> step.collect(request, implied));
        inherited.removeAll(implied);
        own.addAll(inherited);
        return own;
    }

    /** Everything before this step, at whatever distance. */
    private void collect(ConnectFederationRequest request, Set<FederationStep> before) {
        for (FederationStep step : left(request)) {
            before.add(step);
            step.collect(request, before);
        }
    }
}
