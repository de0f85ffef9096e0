package dev.crossrun.federation;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.SignIns;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.Region;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Step;
import dev.crossrun.run.Answer;
import dev.crossrun.run.Evidence;
import dev.crossrun.run.Reason;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step C8: somebody signs in; CloudTrail shows that it worked, or the failure is explained and the task stays open. */
final class ProvenSignIn {
    private static final Region GLOBAL = new Region("us-east-1");

    private final Step step;
    private final ConnectFederationRequest request;
    private final SignIns query;

    ProvenSignIn(Step step, ConnectFederationRequest request) {
        this.step = step;
        this.request = request;
        Region region = request.connect().region();
        this.query = new SignIns(
                new Place(request.connect().accountId(), region),
                region.equals(GLOBAL) ? List.of(GLOBAL) : List.of(GLOBAL, region),
                new Names(request).roleArn(),
                request.connect().instanceId().orElseThrow(),
                now().truncatedTo(ChronoUnit.SECONDS));
    }

    ConnectFederationOutcome.SignIn prove(String portal, String applicationName) {
        String earlier = "";
        while (true) {
            Confirmed confirmed =
                    step.ask(new FederationTasks(request).signIn(portal, applicationName, earlier), this::check);
            SignInJudgement judgement = confirmed.proof().isPresent()
                    ? new SignInJudgement(confirmed.proof(), Optional.empty())
                    : await(confirmed.username());
            if (judgement.failure().isEmpty()) {
                return judgement
                        .proof()
                        .map(this::proven)
                        .orElseGet(() -> new ConnectFederationOutcome.SignIn(confirmed.username(), now(), List.of()));
            }
            earlier =
                    "**The last attempt failed.** " + judgement.failure().get().detail() + "\n\n";
        }
    }

    private ConnectFederationOutcome.SignIn proven(ConnectFederationOutcome.SignIn proof) {
        step.evidence(new Evidence(
                Evidence.State.VERIFIED,
                "CLOUDTRAIL",
                "AssumeRoleWithSAML and GetFederationToken by " + proof.username(),
                proof.at(),
                Optional.of(String.join(", ", proof.eventIds()))));
        step.detail(proof.username() + " signed in at " + proof.at());
        return proof;
    }

    private SignInJudgement await(String username) {
        String missing = "CloudTrail shows no sign-in of " + username + " to this instance yet. Events come up to 15"
                + " minutes late. If the browser showed the AWS console instead of Amazon Connect, the relay state is"
                + " missing or the start URL is not blank.";
        return step.verify(
                        CloudTrailActivities.class,
                        "Look for the sign-in of " + username,
                        request.patienceOrDefault().looking(),
                        missing,
                        trail -> SignInJudgement.of(trail.awaitSignIn(query), username))
                .orElseGet(() -> new SignInJudgement(Optional.empty(), Optional.empty()));
    }

    private Checked<Confirmed> check(Answer answer) {
        List<TrailEvent> events =
                step.promptCall(CloudTrailActivities.class, "Look for sign-ins").signIns(query);
        return answer.action().equals(FederationTasks.CONFIRM)
                ? checkConfirmed(answer.fields().path("username").asText(), events)
                : explain(answer.fields().path("error").asText(), events);
    }

    private Checked<Confirmed> checkConfirmed(String username, List<TrailEvent> events) {
        if (request.usernames().stream().noneMatch(agent -> agent.value().equals(username))) {
            return Checked.refused(new Reason(
                    "/username",
                    "NO_AGENT",
                    username + " is no agent of this run's request: a proof takes one of its agents"));
        }
        SignInJudgement judgement = SignInJudgement.of(events, username);
        return judgement
                .failure()
                .map(Checked::<Confirmed>refused)
                .orElseGet(() -> Checked.accepted(
                        new Confirmed(username, judgement.proof()),
                        judgement
                                .proof()
                                .map(proof -> Map.of("events", String.join(", ", proof.eventIds())))
                                .orElse(Map.of())));
    }

    /** A failed attempt: what the page said, and what CloudTrail knows. The task stays open either way. */
    private static Checked<Confirmed> explain(String error, List<TrailEvent> events) {
        List<Reason> reasons = new ArrayList<>();
        reasons.add(SignInExplanation.of(error)
                .map(row -> row.reason("/error"))
                .orElseGet(() -> new Reason(
                        "/error",
                        "UNEXPLAINED",
                        "This text is not known here. Compare provider, role, policy and mappings, in this order.")));
        events.stream()
                .map(TrailEvent::user)
                .flatMap(Optional::stream)
                .distinct()
                .map(user -> SignInJudgement.of(events, user).failure())
                .flatMap(Optional::stream)
                .forEach(reasons::add);
        return Checked.refused(reasons, Map.of());
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /** Somebody says that this agent signed in; the proof is there if CloudTrail was quick. */
    private record Confirmed(String username, Optional<ConnectFederationOutcome.SignIn> proof) {}
}
