package dev.crossrun.federation;

import static dev.crossrun.run.Reversibility.IRREVERSIBLE;
import static dev.crossrun.run.Reversibility.READ_ONLY;
import static dev.crossrun.run.Reversibility.REVERSIBLE;
import static dev.crossrun.run.StepKind.AUTOMATED;
import static dev.crossrun.run.StepKind.CHECK;
import static dev.crossrun.run.StepKind.HUMAN;

import dev.crossrun.run.Reversibility;
import dev.crossrun.run.StepDefinition;
import dev.crossrun.run.StepKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The steps of {@code connect-federation}, in the order of the procedure. A run has those that its request asks for. */
enum FederationStep {
    PREFLIGHT(
            "Check what is there and plan",
            "ALL",
            CHECK,
            READ_ONLY,
            List.of(),
            "Sts_CallerIdentity",
            "Organizations_DescribeAccount",
            "IdentityCenter_DescribeInstance",
            "IdentityCenter_FindPrincipals",
            "IdentityCenter_FindPermissionSets",
            "IdentityCenter_SnapshotAssignments",
            "IdentityCenter_PlanAccountAssignment",
            "Connect_DescribeInstance",
            "Connect_FindUsers",
            "Connect_ReadLimits",
            "Connect_PlanProfiles",
            "Iam_FindNames",
            "Entra_Grants",
            "Entra_FindPeople",
            "Entra_PlanApplication",
            "Entra_DescribeApplication",
            "Entra_PlanCertificate",
            "Entra_PlanAssignments",
            "Entra_PlanJob"),
    APPROVE_PLAN("Approve the plan", "ALL", HUMAN, READ_ONLY, List.of(PREFLIGHT)),
    ENTRA_APPLICATION(
            "Create the Entra application",
            "ENTRA",
            AUTOMATED,
            REVERSIBLE,
            List.of(APPROVE_PLAN),
            "Entra_FindApplication",
            "Entra_PutApplication",
            "Entra_AwaitApplication",
            "Entra_RemoveApplication"),
    ENTRA_SAML_MODE(
            "Set SAML as its way to sign on",
            "ENTRA",
            AUTOMATED,
            REVERSIBLE,
            List.of(ENTRA_APPLICATION),
            "Entra_SetSamlMode"),
    ENTRA_SIGNING_CERTIFICATE(
            "Give it a signing certificate",
            "ENTRA",
            AUTOMATED,
            REVERSIBLE,
            List.of(ENTRA_SAML_MODE),
            "Entra_FindSigningCertificate",
            "Entra_PutSigningCertificate"),
    ENTRA_ASSIGNMENTS(
            "Assign people to the Entra application",
            "ENTRA",
            AUTOMATED,
            REVERSIBLE,
            List.of(ENTRA_APPLICATION),
            "Entra_FindAssignment",
            "Entra_Assign",
            "Entra_Assigned",
            "Entra_Unassign"),
    ENTRA_METADATA(
            "Download Entra's metadata",
            "ENTRA",
            AUTOMATED,
            READ_ONLY,
            List.of(ENTRA_SIGNING_CERTIFICATE),
            "Entra_DownloadMetadata",
            "Saml_ReadEntraMetadata"),
    IDENTITY_CENTER_METADATA(
            "Download IAM Identity Center's metadata",
            "IDENTITY_CENTER",
            HUMAN,
            READ_ONLY,
            List.of(APPROVE_PLAN),
            "Saml_ReadServiceProviderMetadata"),
    ENTRA_SP_METADATA(
            "Tell Entra who IAM Identity Center is",
            "ENTRA",
            AUTOMATED,
            REVERSIBLE,
            List.of(ENTRA_SAML_MODE, IDENTITY_CENTER_METADATA),
            "Entra_FindServiceProvider",
            "Entra_SetServiceProvider",
            "Entra_RestoreServiceProvider"),
    IDENTITY_SOURCE(
            "Change the identity source to Entra",
            "IDENTITY_CENTER",
            HUMAN,
            IRREVERSIBLE,
            List.of(ENTRA_METADATA, ENTRA_SP_METADATA),
            "CloudTrail_SourceChanges",
            "CloudTrail_AwaitSourceChange",
            "Saml_RereadServiceProviderMetadata",
            "Entra_RenewServiceProvider"),
    SCIM_TOKEN(
            "Enable automatic provisioning",
            "IDENTITY_CENTER",
            HUMAN,
            IRREVERSIBLE,
            List.of(APPROVE_PLAN, IDENTITY_SOURCE),
            "Scim_TryToken"),
    ENTRA_PROVISIONING(
            "Provision people into IAM Identity Center",
            "ENTRA",
            AUTOMATED,
            REVERSIBLE,
            List.of(ENTRA_ASSIGNMENTS, SCIM_TOKEN),
            "Entra_FindJob",
            "Entra_PutJob",
            "Entra_ConnectJob",
            "Entra_StartJob",
            "Entra_ProvisionOnDemand",
            "Entra_AwaitCycle",
            "IdentityCenter_AwaitArrival",
            "Entra_RemoveJob"),
    ACCOUNT_ACCESS(
            "Give groups access to accounts",
            "IDENTITY_CENTER",
            AUTOMATED,
            REVERSIBLE,
            List.of(IDENTITY_SOURCE, ENTRA_PROVISIONING),
            "IdentityCenter_FindAccountAssignment",
            "IdentityCenter_CreateAccountAssignment",
            "IdentityCenter_AwaitAccountAssignment",
            "IdentityCenter_RemoveAccountAssignment"),
    CONNECT_INSTANCE(
            "Create the Connect instance",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(APPROVE_PLAN),
            "Connect_FindInstance",
            "Connect_PutInstance",
            "Connect_AwaitInstance",
            "Connect_RemoveInstance"),
    CONNECT_AGENTS(
            "Create the agents",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(CONNECT_INSTANCE),
            "Connect_FindProfiles",
            "Connect_PresentUsers",
            "Connect_CreateUsers",
            "Connect_RemoveUsers"),
    CONNECT_APPLICATION(
            "Add the Amazon Connect application",
            "IDENTITY_CENTER",
            HUMAN,
            IRREVERSIBLE,
            List.of(IDENTITY_SOURCE, CONNECT_INSTANCE),
            "Saml_ReadApplicationMetadata",
            "IdentityCenter_ListApplications"),
    SAML_PROVIDER(
            "Create the IAM SAML provider",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(CONNECT_APPLICATION),
            "Iam_FindProvider",
            "Iam_PutProvider",
            "Iam_RemoveProvider"),
    FEDERATION_POLICY(
            "Create the federation policy",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(CONNECT_INSTANCE),
            "Iam_FindPolicy",
            "Iam_PutPolicy",
            "Iam_RemovePolicy"),
    FEDERATION_ROLE(
            "Create the federation role",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(SAML_PROVIDER, FEDERATION_POLICY),
            "Iam_FindRole",
            "Iam_PutRole",
            "Iam_RemoveRole"),
    ACCESS_SIMULATION(
            "Simulate an agent's access",
            "CONNECT_ACCOUNT",
            CHECK,
            READ_ONLY,
            List.of(FEDERATION_ROLE),
            "Iam_SimulateAccess"),
    APPLICATION_SETTINGS(
            "Set the application's attribute mappings",
            "IDENTITY_CENTER",
            HUMAN,
            IRREVERSIBLE,
            List.of(CONNECT_APPLICATION, FEDERATION_ROLE),
            "CloudTrail_AwaitApplicationChanges"),
    APPLICATION_ACCESS(
            "Assign people to the application",
            "IDENTITY_CENTER",
            AUTOMATED,
            REVERSIBLE,
            List.of(CONNECT_APPLICATION, ENTRA_PROVISIONING),
            "IdentityCenter_FindAssignment",
            "IdentityCenter_Assign",
            "IdentityCenter_ApplicationAssignments",
            "IdentityCenter_Unassign"),
    SIGN_IN(
            "Prove a sign-in",
            "CONNECT_ACCOUNT",
            HUMAN,
            READ_ONLY,
            List.of(ACCESS_SIMULATION, APPLICATION_SETTINGS, APPLICATION_ACCESS, ENTRA_ASSIGNMENTS, CONNECT_AGENTS),
            "CloudTrail_SignIns",
            "CloudTrail_AwaitSignIn"),
    OUTCOME("Tell what was reached", "ALL", CHECK, READ_ONLY, List.of(SIGN_IN, ACCOUNT_ACCESS));

    private final StepDefinition definition;
    private final List<FederationStep> dependsOn;

    FederationStep(
            String title,
            String system,
            StepKind kind,
            Reversibility reversibility,
            List<FederationStep> dependsOn,
            String... activityTypes) {
        this.dependsOn = dependsOn;
        this.definition = new StepDefinition(
                name().toLowerCase(Locale.ROOT).replace('_', '-'),
                title,
                system,
                kind,
                reversibility,
                dependsOn.stream().map(FederationStep::id).toList(),
                redoable(name()),
                skippable(name()),
                adoptable(name()),
                undo(name()),
                undoWarning(name()),
                List.of(activityTypes));
    }

    private static boolean redoable(String name) {
        return switch (name) {
            case "PREFLIGHT", "APPROVE_PLAN", "OUTCOME" -> false;
            default -> true;
        };
    }

    /** Whether it makes nothing, or somebody can make it in its stead and name it. */
    private static boolean skippable(String name) {
        return switch (name) {
            case "ACCESS_SIMULATION",
                    "ENTRA_APPLICATION",
                    "ENTRA_PROVISIONING",
                    "CONNECT_INSTANCE",
                    "CONNECT_AGENTS",
                    "SAML_PROVIDER",
                    "FEDERATION_POLICY",
                    "FEDERATION_ROLE" -> true;
            default -> false;
        };
    }

    /** Whether its thing bears a mark or is found by its name, and so can be taken over. */
    private static boolean adoptable(String name) {
        return switch (name) {
            case "ENTRA_APPLICATION",
                    "ENTRA_PROVISIONING",
                    "CONNECT_INSTANCE",
                    "SAML_PROVIDER",
                    "FEDERATION_POLICY",
                    "FEDERATION_ROLE" -> true;
            default -> false;
        };
    }

    /** How the effects of a step are taken back, or why not and what a person can do. */
    private static String undo(String name) {
        return switch (name) {
            case "ENTRA_APPLICATION" ->
                "Deleted with its service principal (Entra keeps them for 30 days), unless the identity source was changed"
                        + " to it: then people sign in through it";
            case "ENTRA_SAML_MODE", "ENTRA_SIGNING_CERTIFICATE" -> "Goes with the application, if this run made that";
            case "ENTRA_ASSIGNMENTS" -> "The assignments that this run made are removed, unless people sign in by them";
            case "ENTRA_SP_METADATA" ->
                "Identifier and reply URLs are put back, if they are still as this run set them";
            case "IDENTITY_SOURCE" ->
                "Not undone: going back may remove assignments, which " + Findings.SNAPSHOT
                        + " lists. By hand: IAM Identity"
                        + " Center, Settings, tab Identity source, Actions, Change identity source";
            case "SCIM_TOKEN" ->
                "Not undone: no API does it. By hand: IAM Identity Center, Settings, Automatic provisioning, Actions, Manage"
                        + " provisioning: delete the token, then Disable";
            case "ENTRA_PROVISIONING" ->
                "The job is deleted, unless people sign in through the application; whom it provisioned stay";
            case "ACCOUNT_ACCESS" -> "The account assignments that this run made are deleted";
            case "CONNECT_INSTANCE" -> "Deleted, if it has no users but this run's";
            case "CONNECT_AGENTS" -> "The users that this run made are deleted";
            case "CONNECT_APPLICATION" ->
                "Not undone: no API deletes it. By hand: IAM Identity Center, Applications, Customer managed, Amazon Connect,"
                        + " Actions, Remove";
            case "APPLICATION_SETTINGS" -> "Not undone: the mappings go with the application";
            case "SAML_PROVIDER" -> "Deleted, if it bears this run's mark";
            case "FEDERATION_POLICY" -> "Deleted, if it bears this run's mark and is attached to nothing else";
            case "FEDERATION_ROLE" -> "Deleted, if it bears this run's mark and carries no other policy";
            case "APPLICATION_ACCESS" -> "The assignments that this run made are removed";
            default -> "Not undone: it changes nothing";
        };
    }

    private static Optional<String> undoWarning(String name) {
        return switch (name) {
            case "ENTRA_APPLICATION" ->
                Optional.of(
                        "Whoever has changed the identity source to it meanwhile cannot sign in any more: CloudTrail"
                                + " tells of such a change up to 15 minutes late.");
            case "CONNECT_INSTANCE" ->
                Optional.of("A deleted instance cannot be restored and its phone numbers are released; creations and"
                        + " deletions together are limited to 100 in 30 days.");
            case "CONNECT_AGENTS" -> Optional.of("With a user go its settings and quick connects.");
            case "ENTRA_PROVISIONING" -> Optional.of("Whom it has provisioned stays in the identity store.");
            default -> Optional.empty();
        };
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

    /** What this step waits for: in place of one that is not asked for, those before that one, unless implied. */
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
