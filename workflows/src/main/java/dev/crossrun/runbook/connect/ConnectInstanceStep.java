package dev.crossrun.runbook.connect;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.Instance;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.Limits;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.ConnectActivities.RemovableInstance;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.InstanceId;
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
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import dev.crossrun.runbook.connect.Names.RunMark;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Connect instance, whose users come by SAML. */
final class ConnectInstanceStep extends FederationStep<ConnectInstanceStep.Made> {
    static final String ID = "connect-instance";

    /** Creating an instance takes minutes. */
    private static final Duration CREATION = Duration.ofMinutes(30);

    private final ConnectSeen connect;
    private final Corrections corrections;

    /** By alias. */
    private final Map<String, Integer> failedCreations = new HashMap<>();

    /** In which round each alias was tried first. */
    private final Map<String, Integer> rounds = new HashMap<>();

    ConnectInstanceStep(RunInput<ConnectFederationRequest> input, ConnectSeen connect, ApprovalStep approval) {
        super(
                StepDefinition.automated(ID, "Create the Connect instance", "CONNECT_ACCOUNT")
                        .undone("Deleted, if it has no users but this run's")
                        .undoWarning(
                                "A deleted instance cannot be restored and its phone numbers are released; creations and"
                                        + " deletions together are limited to 100 in 30 days.")
                        .adoptable(),
                input);
        this.connect = connect;
        this.corrections = new Corrections(input);
        after(approval);
    }

    /** An instance that was made; {@code byHand}: by a person instead of the step. */
    record Made(InstanceId id, boolean byHand) {}

    @Override
    protected boolean asked() {
        return request().connect().instanceAlias().isPresent();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<Limits> limits = connect.limits.in(preflight);
        limits.ifPresent(found -> limits(preflight, found));
        connect.instance(preflight);
        Optional<Found> there = there(limits);
        return planned(
                there,
                alias(),
                "A new instance with SAML sign-in. The sign-in type cannot be changed later",
                change(there));
    }

    private Change change(Optional<Found> there) {
        return madeOrKept(
                key(alias()),
                there,
                before -> values().put("alias", alias())
                        .put("id", before.getOrDefault("id", ""))
                        .put("identityManagement", before.getOrDefault("identityManagement", "")),
                values().put("alias", alias())
                        .put("id", Change.knownAfter(ID))
                        .put("identityManagement", "SAML")
                        .put("inboundCalls", inboundCalls())
                        .put("outboundCalls", outboundCalls()));
    }

    private boolean inboundCalls() {
        return request().connect().inboundCalls().orElse(true);
    }

    private boolean outboundCalls() {
        return request().connect().outboundCalls().orElse(true);
    }

    private void limits(Preflight preflight, Limits limits) {
        Found alias = limits.alias();
        taken(preflight, "/connect/instanceAlias", "The alias " + alias(), alias);
        Optional.ofNullable(alias.before().get("identityManagement"))
                .filter(type -> !type.equals("SAML"))
                .ifPresent(type -> preflight.block(
                        "/connect/instanceAlias",
                        "The instance that has the alias manages identities by " + type + ".",
                        "The type can never be changed: name another alias, or a SAML instance."));
        if (!alias.exists() && limits.instances() >= limits.mostInstances()) {
            preflight.block(
                    "/connect/instanceAlias",
                    "The account has " + limits.instances() + " Connect instances in this Region and may have "
                            + limits.mostInstances() + " (quota L-AA17A6B9).",
                    "Ask for a higher quota, name an existing SAML instance, or delete one.");
        }
        if (request().agents().size() > limits.mostUsers()) {
            preflight.block(
                    "/agents",
                    request().agents().size() + " agents are more than the " + limits.mostUsers()
                            + " users that an instance may have (quota L-9A46857E).",
                    "Start with fewer agents; a higher quota can be asked for once the instance is there.");
        }
        if (!alias.exists() && !adopts()) {
            preflight.find(
                    Severity.WARNING,
                    this,
                    "/connect/instanceAlias",
                    "Amazon Connect allows 100 creations and deletions of instances, counted together, per account in 30"
                            + " days. This run creates one.",
                    "No action, unless this account creates or deletes instances often.");
        }
    }

    /** After a creation that failed, and in a redo, another one is asked for, under a token of its own. */
    @Override
    protected Made run(StepContext step) {
        RunMark mark = RunMark.ours();
        Alias alias = new Alias(connect.place(), alias(), mark.value());
        Found planned = there(connect.limits.seen()).orElseThrow();
        rounds.putIfAbsent(alias(), step.round());
        InstanceId made = step.effect(
                key(alias()),
                expected(planned),
                () -> step.call(ConnectActivities.class, "Look for the instance " + alias())
                        .findInstance(alias),
                () -> step.call(ConnectActivities.class, "Create the instance " + alias())
                        .putInstance(new NewInstance(
                                alias,
                                inboundCalls(),
                                outboundCalls(),
                                token(step, mark),
                                new Ownership(mark.value(), adopts() && planned.exists()),
                                failed() > 0 || step.round() > rounds.getOrDefault(alias(), 1))),
                (before, id) -> Removals.undo(new RemovableInstance(alias, id)));
        step.detail(made + " is being created; this takes minutes");
        try {
            Instance ready = step.poll(ConnectActivities.class, "Wait until the instance is active", CREATION)
                    .awaitInstance(new InstanceKey(connect.place(), made));
            step.detail(ready.arn());
        } catch (ActivityFailure failure) {
            if (!(failure.getCause() instanceof CanceledFailure)) {
                failedCreations.merge(alias(), 1, Integer::sum);
            }
            throw failure;
        }
        return new Made(made, false);
    }

    /** How many creations under the alias of the request have failed. */
    private int failed() {
        return failedCreations.getOrDefault(alias(), 0);
    }

    /** What had the alias when the plan was made. Of one that was corrected since, nothing may be taken over. */
    private Optional<Found> there(Optional<Limits> limits) {
        return limits.map(seen -> seen.name().equals(alias()) ? seen.alias() : Found.absent());
    }

    /** The ledger's key of an instance that a run makes. */
    static String key(String alias) {
        return "Connect instance " + alias;
    }

    /** Connect returns the original instance for a known client token, even if it was deleted since. */
    private String token(StepContext step, RunMark mark) {
        String first = mark.unique() + "/" + alias() + "/" + failed();
        return step.round() > 1 ? first + "/" + step.round() : first;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(
                corrections.instanceAlias(),
                madeByHand(
                        List.of(Forms.required("instanceId", "Id of the instance that was made")
                                .matching(InstanceId.class)),
                        this::checkMade));
    }

    /** It must be the one that was planned. */
    private Checked<Made> checkMade(StepContext step, Answer answer) {
        InstanceId id;
        try {
            id = new InstanceId(answer.fields().path("instanceId").asText());
        } catch (IllegalArgumentException e) {
            return Checked.refused(new Reason("/instanceId", "INVALID", String.valueOf(e.getMessage())));
        }
        Instance there = step.promptCall(ConnectActivities.class, "Look at the instance that was made")
                .describeInstance(new InstanceKey(connect.place(), id));
        boolean planned = there.alias().equals(Optional.of(alias()))
                && there.identityManagement().equals("SAML")
                && there.status().equals("ACTIVE");
        return planned
                ? Checked.accepted(new Made(id, true), Map.of("instanceArn", there.arn()))
                : Checked.refused(new Reason(
                        "/instanceId",
                        "OTHER_INSTANCE",
                        "is " + there.status() + ", alias " + there.alias().orElse("none") + ", users by "
                                + there.identityManagement() + "; wanted: ACTIVE, alias " + alias()
                                + ", users by SAML"));
    }

    private String alias() {
        return request().connect().instanceAlias().orElse("");
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(
                new Remedy(
                        ConnectActivities.ALIAS_TAKEN_SAYING,
                        "Otherwise try again with another alias: `instanceAlias` in `input`."),
                new Remedy(
                        ConnectActivities.OTHER_USERS_SAYING,
                        "Abort, and start a run that names another alias or a SAML instance (`connect.instanceId`)."),
                new Remedy(
                        ConnectActivities.TOO_OFTEN_SAYING,
                        "Or abort, and start a run that federates an existing instance (`connect.instanceId`)."),
                IamStep.OTHER_NAME);
    }
}
