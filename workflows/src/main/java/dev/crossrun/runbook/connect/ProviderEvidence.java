package dev.crossrun.runbook.connect;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.Authentication;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.LoggedSignIn;
import dev.crossrun.activity.EntraActivities.SignInLookup;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.engine.Cancellation;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.runbook.connect.ConnectFederationOutcome.SignIn;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which identity provider authenticated the agent of a proven sign-in: CloudTrail shows that it is an external one, and Entra's
 * sign-in log that the agent signed in to this run's application. What is not shown stays a claim, and the run goes on.
 */
final class ProviderEvidence {
    /** An authentication counts for a sign-in within this time: a session at the portal lasts longer. */
    private static final Duration SHORTLY = Duration.ofMinutes(15);

    /** Entra shows nearly every sign-in within this time (Microsoft Entra, "Log latency"). */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** CloudTrail's times are whole seconds, Entra's are exact: the whole second counts. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final StepContext step;
    private final Place center;
    private final Application application;
    private final EntraSeen entra;

    /** {@code center}: where IAM Identity Center is. */
    ProviderEvidence(StepContext step, Place center, Application application, EntraSeen entra) {
        this.step = step;
        this.center = center;
        this.application = application;
        this.entra = entra;
    }

    /** Records the evidence of the time since {@code earliest}. Returns what is not proven, as sentences. */
    Optional<String> record(SignIn proof, Instant earliest) {
        Instant shortly = proof.at().minus(SHORTLY);
        Instant since = shortly.isAfter(earliest) ? shortly : earliest;
        String unproven = Stream.of(external(proof, since), ofEntra(proof, since))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        return Optional.of(unproven).filter(text -> !text.isEmpty());
    }

    private Optional<String> external(SignIn proof, Instant since) {
        String user = proof.username();
        try {
            TrailEvent event = step.poll(CloudTrailActivities.class, "Look who authenticated the agent", PATIENCE)
                    .awaitAuthentication(new Authentication(center, user, since, proof.at()));
            step.evidence(event.evidence("An external identity provider authenticated " + user
                    + ": IAM Identity Center has one at a time. The event does not name it"));
            return Optional.empty();
        } catch (ActivityFailure failure) {
            return unproven(
                    failure,
                    why -> "Not proven: that an external identity provider authenticated " + user + ". " + why);
        }
    }

    /** A log that the worker may not read proves nothing and disproves nothing: the step's detail does not name it. */
    private Optional<String> ofEntra(SignIn proof, Instant since) {
        String user = entra.signInName(proof.username());
        try {
            LoggedSignIn entry = step.poll(EntraActivities.class, "Look for the sign-in in Entra's log", PATIENCE)
                    .awaitSignIn(new SignInLookup(
                            application, user, since, proof.at().plus(SECOND)));
            step.evidence(new Evidence(
                    Evidence.State.VERIFIED,
                    "ENTRA",
                    "Entra signed in " + user + " to the application " + application.name() + ", client id "
                            + application.appId() + ", before this sign-in",
                    entry.at(),
                    Optional.of(entry.id())));
            return Optional.empty();
        } catch (ActivityFailure failure) {
            boolean notRead = FailureType.of(failure).equals(Optional.of(FailureType.NOT_AUTHORIZED));
            Optional<String> unproven = unproven(
                    failure,
                    why -> (notRead
                                    ? "Not read: Entra's sign-in log. "
                                    : "Not proven: that Entra authenticated " + user + ". ")
                            + why
                            + FailureType.error(failure)
                                    .remedy()
                                    .filter(any -> notRead)
                                    .map(remedy -> ". " + remedy)
                                    .orElse(""));
            return unproven.filter(any -> !notRead);
        }
    }

    private Optional<String> unproven(ActivityFailure failure, Function<String, String> sentence) {
        Cancellation.propagate(failure);
        String what = sentence.apply(FailureType.message(failure));
        step.evidence(new Evidence(Evidence.State.CLAIMED, "PERSON", what, step.now(), Optional.empty()));
        return Optional.of(what);
    }
}
