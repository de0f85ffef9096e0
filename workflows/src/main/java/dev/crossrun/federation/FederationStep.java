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
import java.util.List;
import java.util.stream.Stream;

/** The steps of {@code connect-federation}, in the order of the procedure. */
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
            "Connect_DescribeInstance",
            "Connect_FindUsers",
            "Iam_FindNames"),
    APPROVE_PLAN("Approve the plan", "ALL", HUMAN, READ_ONLY, List.of(PREFLIGHT)),
    CONNECT_APPLICATION(
            "Add the Amazon Connect application",
            "IDENTITY_CENTER",
            HUMAN,
            IRREVERSIBLE,
            List.of(APPROVE_PLAN),
            "Saml_ReadApplicationMetadata",
            "IdentityCenter_ListApplications"),
    SAML_PROVIDER(
            "Create the IAM SAML provider",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(CONNECT_APPLICATION),
            "Iam_FindProvider",
            "Iam_PutProvider"),
    FEDERATION_POLICY(
            "Create the federation policy",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(APPROVE_PLAN),
            "Iam_FindPolicy",
            "Iam_PutPolicy"),
    FEDERATION_ROLE(
            "Create the federation role",
            "CONNECT_ACCOUNT",
            AUTOMATED,
            REVERSIBLE,
            List.of(SAML_PROVIDER, FEDERATION_POLICY),
            "Iam_FindRole",
            "Iam_PutRole"),
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
            List.of(CONNECT_APPLICATION),
            "IdentityCenter_FindAssignment",
            "IdentityCenter_Assign",
            "IdentityCenter_ApplicationAssignments"),
    SIGN_IN(
            "Prove a sign-in",
            "CONNECT_ACCOUNT",
            HUMAN,
            READ_ONLY,
            List.of(ACCESS_SIMULATION, APPLICATION_SETTINGS, APPLICATION_ACCESS),
            "CloudTrail_SignIns",
            "CloudTrail_AwaitSignIn"),
    OUTCOME("Tell what was reached", "ALL", CHECK, READ_ONLY, List.of(SIGN_IN));

    private final StepDefinition definition;

    FederationStep(
            String title,
            String system,
            StepKind kind,
            Reversibility reversibility,
            List<FederationStep> dependsOn,
            String... activityTypes) {
        boolean changes = !List.of("PREFLIGHT", "APPROVE_PLAN", "OUTCOME").contains(name());
        this.definition = new StepDefinition(
                idOf(name()),
                title,
                system,
                kind,
                reversibility,
                dependsOn.stream().map(FederationStep::id).toList(),
                changes,
                name().equals("ACCESS_SIMULATION"),
                kind == AUTOMATED && !name().equals("APPLICATION_ACCESS"),
                List.of(activityTypes));
    }

    String id() {
        return definition.id();
    }

    StepDefinition definition() {
        return definition;
    }

    static List<StepDefinition> catalogue() {
        return Arrays.stream(values()).map(FederationStep::definition).toList();
    }

    static Stream<String> adoptable() {
        return catalogue().stream().filter(StepDefinition::adoptable).map(StepDefinition::id);
    }

    private static String idOf(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
