package dev.crossrun.failure;

import static dev.crossrun.activity.FailureType.CONFLICT;
import static dev.crossrun.activity.FailureType.INCONSISTENT;
import static dev.crossrun.activity.FailureType.INVALID_REQUEST;
import static dev.crossrun.activity.FailureType.NOT_READY;
import static dev.crossrun.activity.FailureType.UNAVAILABLE;

import dev.crossrun.activity.FailureType;
import java.util.List;
import java.util.stream.Collectors;

/** The messages of {@code temporary-access} that no error table has, for {@code docs/failures.md}. */
final class AccessMessages {
    private static final String ASSIGNMENTS = "activities/src/main/java/dev/crossrun/aws/AccountAssignments.java";
    private static final String POLICIES = "activities/src/main/java/dev/crossrun/aws/InlinePolicies.java";
    private static final String PROVISIONING = "activities/src/main/java/dev/crossrun/aws/Provisioning.java";
    private static final String CLIENT = "activities/src/main/java/dev/crossrun/lease/client/LeaseActivitiesImpl.java";
    private static final String EXECUTIONS = "activities/src/main/java/dev/crossrun/execution/Executions.java";
    private static final String SESSION_POLICY = "workflows/src/main/java/dev/crossrun/lease/SessionPolicy.java";
    private static final String DELEGATED_ADMINISTRATOR =
            "workflows/src/main/java/dev/crossrun/runbook/center/DelegatedAdministrator.java";
    private static final String PREFLIGHT = "workflows/src/main/java/dev/crossrun/runbook/access/AccessPreflight.java";
    private static final String ROLES = "workflows/src/main/java/dev/crossrun/runbook/access/SetRoles.java";
    private static final String SETTINGS = "activities/src/main/java/dev/crossrun/access/AccessSettings.java";

    private static final String WORKER = "worker/src/main/java/dev/crossrun/worker/WorkerSettings.java";

    private static final String DELEGATED =
            "Name the management account as `identityCenter.accountId`, with a role of the worker there. Or leave it out,"
                    + " and have people with access to the management account assign it.";

    static final List<Failure> FAILURES = List.of(
            new Failure(
                    ASSIGNMENTS,
                    "IAM Identity Center could not assign ",
                    "IAM Identity Center could not assign SET on ACCOUNT to USER: …",
                    CONFLICT,
                    "parks",
                    "Correct what IAM Identity Center names, such as the permission set's policies or the account; then try"
                            + " again. The other accounts have their access."),
            new Failure(
                    ASSIGNMENTS,
                    "IAM Identity Center could not delete the assignment of ",
                    "IAM Identity Center could not delete the assignment of SET on ACCOUNT to USER: …",
                    CONFLICT,
                    "parks, and is tried again, later every hour",
                    "Correct what IAM Identity Center names. Nothing has to be answered: *retry* only tries at once."),
            new Failure(
                    ASSIGNMENTS,
                    " is still being assigned. It is removed afterwards",
                    "SET on ACCOUNT to USER is still being assigned. It is removed afterwards",
                    NOT_READY,
                    "retries",
                    ""),
            new Failure(
                    POLICIES,
                    " was edited by somebody else",
                    "the inline policy of SET was edited by somebody else",
                    CONFLICT,
                    "reads it and begins again, five times in all; then parks",
                    "See in CloudTrail who edits the policy, and wait until the edit is finished; then try again. Crossrun"
                            + " keeps the edit."),
            new Failure(
                    POLICIES,
                    " was changed, and reads do not show it yet",
                    "the inline policy of SET was changed, and reads do not show it yet",
                    NOT_READY,
                    "retries",
                    ""),
            new Failure(
                    POLICIES,
                    "changing the inline policy of ",
                    "changing the inline policy of SET: … (AWS refuses its form or size)",
                    INVALID_REQUEST,
                    "parks",
                    "An inline policy has at most 10,240 characters, not counting white space. Move statements to a customer"
                            + " managed policy, or wait until earlier sessions have expired; then try again."),
            new Failure(
                    SESSION_POLICY,
                    "The inline policy of the permission set is not a JSON document",
                    "The inline policy of the permission set is not a JSON document",
                    INCONSISTENT,
                    "parks",
                    "Correct the policy in the IAM Identity Center console; then try again."),
            new Failure(
                    PROVISIONING,
                    "IAM Identity Center could not provision ",
                    "IAM Identity Center could not provision SET on ACCOUNT: …",
                    CONFLICT,
                    "parks",
                    "Correct what IAM Identity Center names, such as the permission set's policies or the account; then try"
                            + " again."),
            new Failure(
                    PROVISIONING,
                    " is being provisioned",
                    "SET on ACCOUNT is being provisioned",
                    NOT_READY,
                    "retries",
                    ""),
            new Failure(
                    CLIENT,
                    "The keeper of the permission set does not answer: ",
                    "The keeper of the permission set does not answer: …",
                    UNAVAILABLE,
                    "retries",
                    "Check whether Temporal runs, and whether the workflow `lease-keeper.…` has a failing workflow task."),
            new Failure(
                    EXECUTIONS,
                    "Temporal does not answer: ",
                    "Temporal does not answer: …",
                    UNAVAILABLE,
                    "retries",
                    "Check whether the worker reaches Temporal."));

    static final List<Finding> FINDINGS = List.of(
            new Finding(
                    "The identity store has no user ",
                    "The identity store has no user NAME.",
                    "blocks",
                    "Correct `user`, case included, or provision the user."),
            new Finding(
                    "The identity store spells the user ",
                    "The identity store spells the user NAME.",
                    "blocks",
                    "Write `user` as it is written there."),
            new Finding(" is disabled.", "NAME is disabled.", "warns", "Enable the user before the access begins."),
            new Finding(
                    "IAM Identity Center is ",
                    "IAM Identity Center is STATUS.",
                    "blocks",
                    "Wait until it is ACTIVE, then *replan*."),
            new Finding(
                    "IAM Identity Center has no permission set ",
                    "IAM Identity Center has no permission set SET.",
                    "blocks",
                    "Correct `permissionSet`, or create the set."),
            new Finding(
                    " is given for up to ",
                    "SET is given for up to TIME, not TIME.",
                    "blocks",
                    "Ask for less time; or change `access` in worker.yml, restart the workers, then *replan*."),
            new Finding(
                    " leaves no room for the statements that end sessions on ",
                    "The inline policy of SET leaves no room for the statements that end sessions on N accounts.",
                    "blocks",
                    "Move statements to a customer managed policy, or ask with `\"endSessions\": false`."),
            new Finding(
                    " was edited and is not provisioned to ",
                    "SET was edited and is not provisioned to ACCOUNT yet: …",
                    "warns",
                    "Ask who edited it. While sessions of an earlier run are denied, the edit can be Crossrun's own."),
            new Finding(
                    " that is opened in the last minute goes on for ",
                    "A session of SET that is opened in the last minute goes on for TIME after the end.",
                    "warns",
                    "Leave out `\"endSessions\": false`."),
            new Finding(
                    " already, by another run or for good.",
                    "NAME has SET on ACCOUNT already, by another run or for good.",
                    "warns",
                    "Nothing: what was there before stays."),
            new Finding(
                    ROLES,
                    "A later access gets a role with another name",
                    "Nobody has SET on ACCOUNT, ACCOUNT … now. …",
                    "warns",
                    "In resource policies of these accounts, name the set's role by a wildcard in a condition on"
                            + " `aws:PrincipalArn`: [The role of the set](temporary-access.md#the-role-of-the-set)."),
            new Finding(
                    DELEGATED_ADMINISTRATOR,
                    " is the organization's management account",
                    "ACCOUNT is the organization's management account, and ACCOUNT is a delegated administrator of IAM"
                            + " Identity Center: …",
                    "blocks",
                    DELEGATED),
            new Finding(
                    DELEGATED_ADMINISTRATOR,
                    " is provisioned in the organization's management account, ",
                    "SET is provisioned in the organization's management account, ACCOUNT, and ACCOUNT is a delegated"
                            + " administrator of IAM Identity Center: …",
                    "blocks",
                    DELEGATED));

    private AccessMessages() {}

    static String section() {
        return """

                ## Temporary access

                Messages of `temporary-access` that are not about one error code of AWS. A denied permission of these calls
                is in the table above; what each step needs is in
                [temporary-access.md](temporary-access.md#permissions).

                | message | kind | Crossrun | what would fix it |
                |---|---|---|---|
                %s

                What the preflight finds. A finding that blocks opens a decision task: fix it and *replan*, or *abort*.

                | finding | | what would fix it |
                |---|---|---|
                %s

                A worker with an `access` in worker.yml that it cannot use does not start: *longest must be a duration of PT1M
                to PT12H, such as PT2H, not …*, *permissionSets: "…" is not a name of a permission set: 1 to 32 letters,
                digits and any of _+=,.@-*, *sweep.every must be a duration of PT10M to P7D, such as PT1H, not …*, *sweep
                compares the sets under permissionSets: name at least one*, *access.sweep.identityCenter.accountId: must be
                one of the accounts under aws.accounts*.
                """.formatted(
                        FAILURES.stream().map(Failure::line).collect(Collectors.joining("\n")),
                        FINDINGS.stream().map(Finding::line).collect(Collectors.joining("\n")));
    }

    /** Where each text stands in the code. */
    static List<Literal> literals() {
        List<Literal> literals = FAILURES.stream()
                .map(each -> new Literal(each.source(), each.literal()))
                .collect(Collectors.toList());
        FINDINGS.forEach(each -> literals.add(new Literal(each.source(), each.literal())));
        literals.add(new Literal(SETTINGS, " must be a duration of "));
        literals.add(new Literal(SETTINGS, " is not a name of a permission set: 1 to 32 letters,"));
        literals.add(new Literal(SETTINGS, "sweep.every must be a duration of "));
        literals.add(new Literal(SETTINGS, "sweep compares the sets under permissionSets: name at least one"));
        literals.add(new Literal(
                WORKER, "access.sweep.identityCenter.accountId: must be one of the accounts under aws.accounts"));
        return literals;
    }

    /** A text of a source file. */
    record Literal(String source, String text) {}

    record Failure(String source, String literal, String message, FailureType type, String does, String remedy) {
        String line() {
            return "| " + message + " | " + type + " | " + does + " | " + remedy + " |";
        }
    }

    record Finding(String source, String literal, String message, String does, String remedy) {
        Finding(String literal, String message, String does, String remedy) {
            this(PREFLIGHT, literal, message, does, remedy);
        }

        String line() {
            return "| " + message + " | " + does + " | " + remedy + " |";
        }
    }
}
