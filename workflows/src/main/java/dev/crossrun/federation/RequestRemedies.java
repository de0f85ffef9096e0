package dev.crossrun.federation;

import static dev.crossrun.federation.FederationStep.CONNECT_INSTANCE;
import static dev.crossrun.federation.FederationStep.ENTRA_APPLICATION;
import static dev.crossrun.federation.FederationStep.ENTRA_PROVISIONING;
import static dev.crossrun.federation.FederationStep.ENTRA_SP_METADATA;
import static dev.crossrun.federation.FederationStep.FEDERATION_POLICY;
import static dev.crossrun.federation.FederationStep.FEDERATION_ROLE;
import static dev.crossrun.federation.FederationStep.PREFLIGHT;
import static dev.crossrun.federation.FederationStep.SAML_PROVIDER;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.engine.Cancellation;
import dev.crossrun.engine.StepBody;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the request, or another step, can do about a failure that an activity describes in its own system's words. */
final class RequestRemedies {
    private static final String OTHER_TOKEN = "Redo scim-token.";

    private static final List<Row> ROWS = List.of(
            new Row(
                    List.of(CONNECT_INSTANCE),
                    ConnectActivities.OTHER_USERS_SAYING,
                    "Abort, and start a run that names another alias or a SAML instance (`connect.instanceId`)."),
            new Row(
                    List.of(CONNECT_INSTANCE),
                    ConnectActivities.TOO_OFTEN_SAYING,
                    "Or abort, and start a run that federates an existing instance (`connect.instanceId`)."),
            new Row(
                    List.of(ENTRA_APPLICATION),
                    Ownership.NOT_OURS_SAYING,
                    "Or abort, and start a run whose request has another `entra.applicationName` or names"
                            + " entra-application under `adopt`."),
            new Row(
                    List.of(CONNECT_INSTANCE, SAML_PROVIDER, FEDERATION_POLICY, FEDERATION_ROLE),
                    Ownership.NOT_OURS_SAYING,
                    "Or abort, and start a run whose request has another name or names the step under `adopt`."),
            new Row(
                    List.of(ENTRA_PROVISIONING),
                    EntraActivities.OTHER_JOB_SAYING,
                    "Or abort, and start a run whose request names entra-provisioning under `adopt`."),
            new Row(List.of(ENTRA_PROVISIONING), EntraActivities.CALLS_REFUSED, OTHER_TOKEN),
            new Row(List.of(ENTRA_PROVISIONING), EntraActivities.CREDENTIALS_REFUSED, OTHER_TOKEN),
            new Row(List.of(ENTRA_PROVISIONING), EntraActivities.SEALED_TOKEN_SAYING, OTHER_TOKEN),
            new Row(
                    List.of(ENTRA_SP_METADATA),
                    EntraActivities.IDENTIFIER_TAKEN_SAYING,
                    "Abort, and start a run with `identitySource` `already-entra` that names the other application."),
            new Row(List.of(SAML_PROVIDER), IamActivities.UNREADABLE_SAYING, "Redo connect-application."),
            new Row(
                    List.of(FEDERATION_POLICY, FEDERATION_ROLE),
                    IamActivities.MALFORMED,
                    "They come from the request: abort, and start a run with a corrected one."),
            new Row(
                    List.of(PREFLIGHT),
                    IdentityCenterActivities.NO_INSTANCE_SAYING,
                    "Name both in the request, under `identityCenter`."),
            new Row(
                    List.of(PREFLIGHT),
                    OrganizationsActivities.UNKNOWN_ACCOUNT,
                    "The request names it as `connect.accountId`."),
            new Row(
                    List.of(PREFLIGHT),
                    OrganizationsActivities.NO_ORGANIZATION,
                    "The request names it as `identityCenter.accountId`."));

    private RequestRemedies() {}

    /** The step, whose failures also say what the request can do about them. */
    static StepBody in(FederationStep step, StepBody body) {
        return run -> {
            try {
                body.run(run);
            } catch (ActivityFailure | ApplicationFailure failure) {
                Cancellation.propagate(failure);
                throw extended(step, failure);
            }
        };
    }

    /** The same failure with the longer remedy, if there is more to say. */
    static TemporalFailure extended(FederationStep step, TemporalFailure failure) {
        return addition(step, failure).isEmpty()
                ? failure
                : FailureType.mendedBy(
                        FailureType.cause(failure).orElseThrow(),
                        remedy(step, failure).orElseThrow());
    }

    /** What would fix the failure: in the system's words, then what the request can do. */
    static Optional<String> remedy(FederationStep step, TemporalFailure failure) {
        String text = Stream.concat(FailureType.error(failure).remedy().stream(), addition(step, failure).stream())
                .collect(Collectors.joining(" "));
        return Optional.of(text).filter(remedy -> !remedy.isEmpty());
    }

    /** Of a failure that is retried nothing is known to be wrong. */
    private static Optional<String> addition(FederationStep step, TemporalFailure failure) {
        boolean retried = FailureType.of(failure).map(FailureType::retried).orElse(true);
        String said = FailureType.message(failure)
                + FailureType.error(failure).code().map(code -> " " + code).orElse("");
        return ROWS.stream()
                .filter(row -> !retried && row.steps().contains(step) && said.contains(row.saying()))
                .map(Row::addition)
                .findFirst();
    }

    /** What to add where the message or the code of a failure of these steps contains {@code saying}. */
    private record Row(List<FederationStep> steps, String saying, String addition) {}
}
