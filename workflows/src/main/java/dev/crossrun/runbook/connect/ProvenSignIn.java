package dev.crossrun.runbook.connect;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.SignIns;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.Region;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A sign-in that is proven: CloudTrail shows that it worked, or the failure is explained and the task stays open. */
final class ProvenSignIn {
    private static final Region GLOBAL = new Region("us-east-1");

    /** An answer is judged by what was up to so long before it: a busy account has more sign-ins than a form waits for. */
    private static final Duration RECENT = Duration.ofDays(1);

    private final StepContext step;
    private final ConnectFederationRequest request;
    private final TaskOfAttempt task;
    private final Names names;

    /** Absent if this run did not change the identity source: then nothing about it is to be proven. */
    private final Optional<ProviderEvidence> provider;

    private SignIns query;

    /** Ids of refusals that the person has seen already: later attempts are not judged by them. */
    private final Set<String> told = new LinkedHashSet<>();

    /** Makes the task; {@code earlier} says why the last attempt failed. */
    interface TaskOfAttempt {
        TaskSpec after(String earlier);
    }

    ProvenSignIn(
            StepContext step,
            ConnectFederationRequest request,
            Names names,
            Optional<ProviderEvidence> provider,
            TaskOfAttempt task) {
        this.step = step;
        this.request = request;
        this.task = task;
        this.names = names;
        this.provider = provider;
        Region region = request.connect().region();
        this.query = new SignIns(
                new Place(request.connect().accountId(), region),
                region.equals(GLOBAL) ? List.of(GLOBAL) : List.of(GLOBAL, region),
                names.roleArn(),
                names.instance(),
                step.now().truncatedTo(ChronoUnit.SECONDS),
                Optional.empty(),
                List.of());
    }

    ConnectFederationOutcome.SignIn prove() {
        String earlier = "";
        while (true) {
            Confirmed confirmed = step.ask(task.after(earlier), this::check);
            Optional<SignInJudgement> judgement =
                    confirmed.proof().isPresent() ? Optional.of(confirmed.judged()) : await(confirmed.username());
            if (judgement.isEmpty()) {
                return new ConnectFederationOutcome.SignIn(confirmed.username(), step.now(), List.of());
            }
            Optional<ConnectFederationOutcome.SignIn> proof = judgement.get().proof();
            if (proof.isPresent()) {
                return proven(proof.get());
            }
            earlier = "**The last attempt failed.** " + MarkdownText.escaped(failure(judgement.get())) + "\n\n";
        }
    }

    private String failure(SignInJudgement judgement) {
        told.addAll(judgement.events());
        return judgement.failure().map(Reason::detail).orElse("CloudTrail does not show that it worked.");
    }

    private ConnectFederationOutcome.SignIn proven(ConnectFederationOutcome.SignIn proof) {
        step.verified(
                "CLOUDTRAIL",
                "AssumeRoleWithSAML and GetFederationToken by " + proof.username(),
                String.join(", ", proof.eventIds()));
        Optional<String> unproven = provider.flatMap(evidence -> evidence.record(proof, query.since()));
        step.detail(proof.username() + " signed in at " + proof.at()
                + unproven.map(what -> ". " + what).orElse(""));
        return proof;
    }

    /** Empty if somebody decided to go on without evidence. */
    private Optional<SignInJudgement> await(String username) {
        String missing = "CloudTrail shows no sign-in of " + username + " to this instance since " + query.since()
                + " yet. Events come up to 15"
                + " minutes late. If the browser showed the AWS console instead of Amazon Connect, the relay state is"
                + " missing or the start URL is not blank.";
        return step.verify(
                CloudTrailActivities.class,
                "Look for the sign-in",
                request.patienceOrDefault().looking(),
                missing,
                trail -> judge(trail.awaitSignIn(query.of(username, List.copyOf(told))), username));
    }

    private SignInJudgement judge(List<TrailEvent> events, String username) {
        return SignInJudgement.of(query.of(username, List.copyOf(told)).latest(events), username, names);
    }

    private Checked<Confirmed> check(Answer answer) {
        query = query.since(step.now().minus(RECENT).truncatedTo(ChronoUnit.SECONDS));
        List<TrailEvent> events =
                step.promptCall(CloudTrailActivities.class, "Look for sign-ins").signIns(query);
        return answer.action().equals(Console.CONFIRM)
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
        SignInJudgement judgement = judge(events, username);
        return judgement
                .failure()
                .map(reason -> {
                    told.addAll(judgement.events());
                    return Checked.<Confirmed>refused(reason);
                })
                .orElseGet(() -> Checked.accepted(
                        new Confirmed(username, judgement.proof()),
                        judgement
                                .proof()
                                .map(proof -> Map.of("events", String.join(", ", proof.eventIds())))
                                .orElse(Map.of())));
    }

    /** A failed attempt: what the page said, and what CloudTrail knows. The task stays open either way. */
    private Checked<Confirmed> explain(String error, List<TrailEvent> events) {
        Set<Reason> reasons = new LinkedHashSet<>();
        reasons.add(SignInExplanation.explain(error, "/error", names.relayState()));
        List<String> named = events.stream()
                .map(TrailEvent::user)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        List<SignInJudgement> judgements = (named.isEmpty() ? List.of("") : named)
                .stream().map(user -> judge(events, user)).toList();
        judgements.forEach(judgement -> judgement.failure().ifPresent(reasons::add));
        judgements.forEach(judgement -> told.addAll(judgement.events()));
        return Checked.refused(List.copyOf(reasons), Map.of());
    }

    /** Somebody says that this agent signed in; the proof is there if CloudTrail was quick. */
    private record Confirmed(String username, Optional<ConnectFederationOutcome.SignIn> proof) {
        SignInJudgement judged() {
            return new SignInJudgement(proof, Optional.empty(), List.of());
        }
    }
}
