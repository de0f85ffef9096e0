package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.RemovableApplication;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import dev.crossrun.runbook.connect.Names.RunMark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The application in Entra through which people will sign in to IAM Identity Center. */
final class EntraApplicationStep extends FederationStep<EntraApplicationStep.Made> {
    static final String ID = "entra-application";

    /** How long Graph may take to show everywhere what was made. */
    static final Duration REPLICATION = Duration.ofMinutes(10);

    private final EntraSeen entra;
    private @Nullable Application made;
    private int madeIn;

    EntraApplicationStep(RunInput<ConnectFederationRequest> input, EntraSeen entra, ApprovalStep approval) {
        super(
                StepDefinition.automated(ID, "Create the Entra application", "ENTRA")
                        .undone("Deleted with its service principal (Entra keeps them for 30 days), unless the identity"
                                + " source was changed to it: then people sign in through it")
                        .undoWarning(
                                "If the identity source was switched to this application in the meantime, people can no"
                                        + " longer sign in. CloudTrail shows such a change up to 15 minutes late.")
                        .adoptable(),
                input);
        this.entra = entra;
        after(approval);
    }

    /**
     * An application that the steps after this one work on.
     *
     * @param own whether this run made it
     * @param byHand whether a person made it instead of the step
     */
    record Made(Application application, boolean own, boolean byHand) {
        /** The ledger's key of the application. */
        String key() {
            return EntraApplicationStep.key(application.name());
        }
    }

    private static String key(String name) {
        return "Entra application " + name;
    }

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<Found> there = entra.named.in(preflight);
        String name = request().applicationName();
        there.ifPresent(found -> taken(preflight, "/entra/applicationName", "The Entra application " + name, found));
        Change change = madeOrKept(
                key(name),
                there,
                before -> values().put("displayName", name).put("appId", before.getOrDefault("appId", "")),
                values().put("displayName", name)
                        .put("template", "AWS IAM Identity Center, from the gallery")
                        .put("appId", Change.knownAfter(ID)));
        return planned(there, name, "From the gallery's template of AWS IAM Identity Center", change);
    }

    /**
     * Graph takes no key of ours and lists late what was made: what an earlier try may have made is waited for, as another one
     * would be a second.
     */
    static void awaitListing(StepContext step) {
        step.lastEnded()
                .map(at -> at.plus(EntraActivities.LISTED))
                .filter(step.now()::isBefore)
                .ifPresent(at -> {
                    step.detail("Waits until Graph lists what an earlier try may have made");
                    step.waitUntil(at, "Wait until Graph lists what an earlier try may have made");
                });
    }

    @Override
    protected Made run(StepContext step) {
        awaitListing(step);
        Found seen = entra.named.seen().orElseThrow();
        NamedApplication wanted = new NamedApplication(
                request().entra().tenantId(),
                request().applicationName(),
                RunMark.ours().value(),
                adopts() && seen.exists());
        String key = key(wanted.name());
        Application application = step.effect(
                key,
                expected(seen),
                () -> step.call(EntraActivities.class, "Look for the application")
                        .findApplication(wanted),
                () -> step.call(EntraActivities.class, "Create the application " + wanted.name())
                        .putApplication(wanted, earlier(step)),
                (before, there) -> IdentitySourceStep.unlessInUse(
                        Removals.undo(new RemovableApplication(wanted, there.map(Application::objectId)))));
        made = application;
        madeIn = step.round();
        step.poll(EntraActivities.class, "Wait until Graph shows the application everywhere", REPLICATION)
                .awaitApplication(application, Optional.of(wanted.mark()).filter(mark -> step.made(key)));
        step.detail(application.name() + ", application id " + application.appId());
        return new Made(application, step.made(key), false);
    }

    /** What an earlier try in this round made, and may not have marked. */
    private Optional<Application> earlier(StepContext step) {
        return Optional.ofNullable(made).filter(each -> madeIn == step.round());
    }

    @Override
    protected List<Offer> offers() {
        return List.of(madeByHand(
                List.of(Forms.required("appId", "Application (client) ID of the application that was made")
                        .matching(
                                "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
                                "an application (client) ID: a UUID")),
                this::checkMade));
    }

    /** It must be the one that was planned. */
    private Checked<Made> checkMade(StepContext step, Answer answer) {
        Application there = step.promptCall(EntraActivities.class, "Look at the application that was made")
                .describeApplication(new KnownApplication(
                        request().entra().tenantId(),
                        answer.fields().path("appId").asText()));
        String name = request().applicationName();
        return there.name().equals(name)
                ? Checked.accepted(new Made(there, false, true), Map.of("objectId", there.objectId()))
                : Checked.refused(new Reason(
                        "/appId", "OTHER_APPLICATION", "is the application " + there.name() + "; wanted: " + name));
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(new Remedy(
                Ownership.NOT_OURS_SAYING,
                "Or abort, and start a run whose request has another `entra.applicationName` or names"
                        + " entra-application under `adopt`."));
    }
}
