package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.SourceChanges;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Snapshot;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A person changes the identity source to Entra. The evidence is CloudTrail's; going back is a person's decision, so an undo
 * only tells how.
 */
final class IdentitySourceStep extends FederationStep<IdentityCenterMetadataStep.Handed> {
    private static final String ID = "identity-source";
    private static final String TITLE = "Change the identity source to Entra";

    /** The name of the list of account assignments among the run's artifacts. */
    private static final String SNAPSHOT = "account-assignments.json";

    private static final String TO_WHICH = "CloudTrail does not show to which provider: a sign-in with Entra proves it";

    private static final String GOING_BACK = "going back may remove assignments, which " + SNAPSHOT
            + " lists. By hand: IAM Identity Center, Settings, tab Identity source, Actions, Change identity source";

    static final String IN_USE =
            "It is in use: the identity source was changed to it. Change it back in the console first; " + GOING_BACK;

    private final FederationPreflight seen;
    private final Supplier<EntraApplicationStep.Made> application;
    private final Supplier<Instant> knownSince;
    private final IdentityCenterMetadataStep metadata;
    private final Supplier<IdentityCenterMetadataStep.Handed> handed;
    private final Look<Snapshot> snapshot = Look.maybe("/identityCenter/identitySource", this::snapshot);
    private int openedIn;

    /** What this round has set in Entra in place of the metadata that was uploaded before. */
    private Optional<IdentityCenterMetadataStep.Handed> set = Optional.empty();

    private Instant openedAt = Instant.EPOCH;

    IdentitySourceStep(
            RunInput<ConnectFederationRequest> input,
            FederationPreflight seen,
            EntraApplicationStep application,
            EntraMetadataStep entraMetadata,
            IdentityCenterMetadataStep metadata,
            EntraSpMetadataStep serviceProvider) {
        super(StepDefinition.human(ID, TITLE, "IDENTITY_CENTER").notUndone(GOING_BACK), input);
        this.seen = seen;
        this.application = valueOf(application);
        this.metadata = metadata;
        this.handed = valueOf(metadata);
        this.knownSince = valueOf(serviceProvider);
        after(entraMetadata);
    }

    /** Whatever belongs to the application stays as long as people sign in through it. */
    static Undo unlessInUse(Undo undo) {
        return undo.unless(ID, IN_USE);
    }

    /** From now on a person may finish the wizard; {@code look} says whether that was done. */
    static void mayBeDone(StepContext step, Undo look) {
        step.mayBeDoneByPerson(ID, TITLE, look.orByHand("Not undone: " + GOING_BACK));
    }

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        snapshot.in(preflight).ifPresent(list -> {
            preflight.keep(SNAPSHOT, list.document());
            preflight.find(
                    Severity.WARNING,
                    this,
                    "/identityCenter/identitySource",
                    "After the change of the identity source, everybody signs in with Entra. Users who are not in Entra can"
                            + " no longer sign in. Account assignments today: "
                            + list.assignments()
                            + ", listed in the artifact " + SNAPSHOT + ". A change back may remove assignments.",
                    "Make sure that everybody who needs access is assigned in Entra, and that somebody can sign in to the"
                            + " IAM Identity Center account and to the Connect account without IAM Identity Center.");
        });
        return planned(
                Action.HUMAN,
                "IAM Identity Center in " + request().identityCenter().accountId(),
                "An administrator changes the identity source: from then on people sign in with Entra",
                Change.replace(
                        "Identity source of IAM Identity Center",
                        TextNode.valueOf("(unknown: no API returns it)"),
                        values().put(
                                        "identityProvider",
                                        "the Entra application " + request().applicationName())
                                .put(
                                        "entityId",
                                        "https://sts.windows.net/"
                                                + request().entra().tenantId() + "/")
                                .put("certificates", Change.knownAfter(EntraMetadataStep.ID))
                                .put("metadata", "the artifact " + EntraMetadataStep.NAME)));
    }

    private Optional<Snapshot> snapshot(Preflight preflight) {
        return seen.center
                .in(preflight)
                .map(preflight.batch(
                        IdentityCenterActivities.class,
                        "Keep a list of today's account assignments",
                        FederationPreflight.LARGE)::snapshotAssignments);
    }

    /** Identity Center's metadata of this round: it may have changed with the wizard. */
    @Override
    protected IdentityCenterMetadataStep.Handed run(StepContext step) {
        Changed change = answer(step);
        set(step, change.newMetadata().orElseGet(handed));
        if (change.earlier().isPresent()) {
            step.evidence(new Evidence(
                    Evidence.State.CLAIMED,
                    "PERSON",
                    "The identity source was changed before this task opened: "
                            + change.earlier().get(),
                    step.now(),
                    Optional.empty()));
            return changed(step, change);
        }
        SourceChanges query = handed.get().changes().since(openedAt);
        step.verify(
                        CloudTrailActivities.class,
                        "Look for the change of the identity source",
                        request().patienceOrDefault().looking(),
                        "CloudTrail shows no change of the identity source since " + query.since()
                                + " yet. Events come up to 15 minutes late. Is the wizard finished, with ACCEPT typed?",
                        trail -> trail.awaitSourceChange(query))
                .ifPresent(events -> events.forEach(event -> step.evidence(event.evidence(TO_WHICH))));
        return changed(step, change);
    }

    /** Entra has the metadata that was uploaded before; a confirmation, also one that was withdrawn, can bring another one. */
    private void set(StepContext step, IdentityCenterMetadataStep.Handed wanted) {
        if (wanted.equals(set.orElseGet(handed))) {
            return;
        }
        set = Optional.of(wanted);
        IdentityCenterMetadataStep.keep(step, wanted);
        step.call(EntraActivities.class, "Set the reply URLs that changed")
                .setServiceProvider(EntraSpMetadataStep.provider(application.get(), wanted.reading()));
    }

    private IdentityCenterMetadataStep.Handed changed(StepContext step, Changed change) {
        step.detail("The identity source was changed. " + TO_WHICH);
        return change.newMetadata().orElseGet(handed);
    }

    /** What follows the answer may be tried again; nobody is asked to change the source twice for that. */
    private Changed answer(StepContext step) {
        if (openedIn != step.round()) {
            openedAt = step.now().truncatedTo(ChronoUnit.SECONDS);
            openedIn = step.round();
            set = Optional.empty();
        }
        return step.askOnce(task(), given -> check(step, given));
    }

    private Checked<Changed> check(StepContext step, Answer answer) {
        Optional<Reason> early = tooEarly(step, answer);
        if (early.isPresent()) {
            return Checked.refused(early.get());
        }
        return answer.file().isEmpty()
                ? Checked.accepted(new Changed(Optional.empty(), earlier(answer)), Map.of())
                : metadata.check(step, answer, handed.get().changes())
                        .map(again -> new Changed(Optional.of(again), earlier(answer)));
    }

    private static Optional<String> earlier(Answer answer) {
        return Optional.of(answer.fields().path("changedEarlier").asText("")).filter(text -> !text.isBlank());
    }

    /** A change before Entra knew Identity Center broke every sign-in until then: somebody must have looked at it. */
    private Optional<Reason> tooEarly(StepContext step, Answer answer) {
        if (earlier(answer).isPresent()) {
            return Optional.empty();
        }
        List<TrailEvent> events = step.promptCall(
                        CloudTrailActivities.class, "Look for a change of the identity source")
                .sourceChanges(handed.get().changes());
        Instant known = knownSince.get().truncatedTo(ChronoUnit.SECONDS);
        return events.stream()
                .max(Comparator.comparing(TrailEvent::at))
                .filter(event -> event.at().isBefore(known))
                .map(event -> new Reason(
                        "",
                        "CHANGED_EARLIER",
                        "The identity source was changed at " + event.at() + ", before Entra had Identity Center's"
                                + " reply URLs (" + known + "). Nobody could sign in in between. Check in the console"
                                + " that the identity source uses this run's " + EntraMetadataStep.NAME
                                + ". Then confirm, and describe what you found in changedEarlier."));
    }

    /** In the exact words of the console (IAM Identity Center User Guide, "Change your identity source"). */
    private TaskSpec task() {
        return new TaskSpec(
                TITLE,
                """
                After this change, people sign in with Entra, and Entra does multi-factor authentication. Make sure that
                somebody can sign in to the IAM Identity Center account and to the Connect account without IAM Identity
                Center.

                1. In the wizard that you left open: *Identity provider metadata* → *IdP SAML metadata* → *Choose file*.
                   Choose the artifact `%s` of this run.
                2. *Next*. Read what the page says about users and assignments.
                3. Type **ACCEPT** → *Change identity source*.
                4. Confirm here. If you had to open the wizard again and it shows another ACS URL, upload its new metadata
                   file with the confirmation.
                """.formatted(EntraMetadataStep.NAME),
                List.of(),
                List.of(EntraMetadataStep.NAME),
                List.of(new Console(request()).settingsLink()),
                List.of(Forms.withFile(
                        Console.CONFIRM,
                        "The identity source is changed",
                        FileRule.XML.checked(metadata.wanted()).optional(),
                        Forms.optional(
                                "changedEarlier",
                                "Only if it was changed before this task: what you found in the console"))));
    }

    /**
     * What was answered.
     *
     * @param newMetadata there if the wizard showed another one
     * @param earlier what the person found in the console, of a change before the task
     */
    private record Changed(Optional<IdentityCenterMetadataStep.Handed> newMetadata, Optional<String> earlier) {}
}
