package dev.crossrun.runbook.connect;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.run.task.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What CloudTrail's events say of a person's last sign-in. At most one of proof and failure is there.
 *
 * @param events ids of the events that the failure was judged by
 */
record SignInJudgement(Optional<ConnectFederationOutcome.SignIn> proof, Optional<Reason> failure, List<String> events) {
    /** CloudTrail's times are whole seconds: within one, what worked counts as the later. */
    private static final Comparator<TrailEvent> LATEST =
            Comparator.comparing(TrailEvent::at).reversed().thenComparing(event -> event.refused());

    /** Judges the latest attempt of this person; a refusal without a name may be of anybody, a proof needs the name. */
    static SignInJudgement of(List<TrailEvent> events, String username, Names names) {
        List<TrailEvent> attempts = events.stream()
                .filter(event -> event.user().map(username::equals).orElse(event.refused()))
                .sorted(LATEST)
                .toList();
        Optional<TrailEvent> token = first(attempts, CloudTrailActivities.TOKEN);
        Optional<TrailEvent> session = first(attempts, CloudTrailActivities.SESSION);
        Optional<TrailEvent> refused = latestRefusal(token, session);
        if (refused.isPresent()) {
            return new SignInJudgement(
                    Optional.empty(),
                    refused.map(event -> explain(event, names)),
                    attempts.stream()
                            .filter(TrailEvent::refused)
                            .map(TrailEvent::id)
                            .toList());
        }
        if (token.isEmpty() || session.isEmpty()) {
            return new SignInJudgement(Optional.empty(), Optional.empty(), List.of());
        }
        TrailEvent entered = attempts.stream()
                .filter(event -> event.name().equals(CloudTrailActivities.SESSION) && !event.refused())
                .filter(event -> !event.at().isAfter(token.get().at()))
                .findFirst()
                .orElse(session.get());
        List<String> ids = List.of(entered.id(), token.get().id());
        return new SignInJudgement(
                Optional.of(new ConnectFederationOutcome.SignIn(
                        username, token.get().at(), ids)),
                Optional.empty(),
                List.of());
    }

    private static Optional<TrailEvent> first(List<TrailEvent> attempts, String name) {
        return attempts.stream().filter(event -> event.name().equals(name)).findFirst();
    }

    /** The refusal that ended the latest attempt: a session refused after the last token, or the last token refused. */
    private static Optional<TrailEvent> latestRefusal(Optional<TrailEvent> token, Optional<TrailEvent> session) {
        Optional<TrailEvent> refusedSession = session.filter(event -> event.refused())
                .filter(event ->
                        token.map(last -> event.at().isAfter(last.at())).orElse(true));
        return refusedSession.or(() -> token.filter(TrailEvent::refused));
    }

    private static Reason explain(TrailEvent event, Names names) {
        String seen = event.errorCode().orElse("") + " " + event.errorMessage().orElse("");
        Reason reason = otherInstance(event, names)
                ? SignInExplanation.RELAY_STATE.reason("", names.relayState())
                : SignInExplanation.explain(
                        event.name().equals(CloudTrailActivities.TOKEN) ? event.name() + " " + seen : seen,
                        "",
                        names.relayState());
        return new Reason(
                reason.pointer(),
                reason.code(),
                reason.detail() + " CloudTrail has " + event.name() + ": " + seen.strip() + " (event " + event.id()
                        + ").");
    }

    /** A refusal by Connect names the instance that was opened: the relay state chose it. */
    private static boolean otherInstance(TrailEvent event, Names names) {
        return event.name().equals(CloudTrailActivities.TOKEN)
                && event.errorMessage()
                        .filter(said -> said.contains(":instance/"))
                        .filter(said ->
                                !said.contains(":instance/" + names.instance().value()))
                        .isPresent();
    }
}
