package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.runbook.connect.Names.RunMark;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What the steps in the Connect account's IAM have in common: a resource that is found by its name. */
abstract class IamStep<V> extends FederationStep<V> {
    static final Remedy OTHER_NAME = new Remedy(
            Ownership.NOT_OURS_SAYING,
            "Or abort, and start a run whose request has another name or names the step under `adopt`.");

    /** What was there when the plan was made. */
    final Look<Found> planned = Look.at("/connect", preflight -> find(preflight.call(IamActivities.class, looking())));

    private final Kind kind;

    IamStep(StepDefinition.Draft definition, RunInput<ConnectFederationRequest> input, Kind kind) {
        super(definition, input);
        this.kind = kind;
    }

    /**
     * A kind of resource in IAM.
     *
     * @param title in words
     * @param pointer the field of the request that has the resource's name
     */
    record Kind(
            String title,
            String pointer,
            Function<ConnectFederationRequest.Connect, String> name,
            Function<Names, String> arn,
            BiFunction<IamActivities, Named, Found> find) {}

    /** Its line in the plan. */
    abstract String purpose();

    final String name() {
        return kind.name().apply(request().connect());
    }

    final String arn() {
        return kind.arn().apply(new Names(request()));
    }

    final Found find(IamActivities iam) {
        return kind.find().apply(iam, named());
    }

    /** What the step would write, where this is there. */
    abstract Change change(Optional<Found> there);

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<Found> there = planned.in(preflight);
        there.ifPresent(found -> taken(preflight, kind.pointer(), name(), found));
        return planned(there, arn(), purpose(), change(there));
    }

    final String looking() {
        return "Look for the " + kind.title();
    }

    /** A resource in the Connect account, with the mark of this run. */
    final Named named() {
        return AskedOfIam.named(request(), name());
    }

    /** What the plan did not see is not taken over. */
    final Ownership ownership() {
        return new Ownership(
                RunMark.ours().value(), adopts() && planned.seen().orElseThrow().exists());
    }

    final Expected expected() {
        return expected(planned.seen().orElseThrow());
    }

    /** Checks what a person created instead of the step. */
    final Checked<V> checkMade(
            StepContext step, Function<Map<String, String>, Optional<String>> fault, Function<Found, V> value) {
        Found there = find(step.promptCall(IamActivities.class, looking()));
        return madeByHand("The " + kind.title() + " " + name(), there, fault, () -> value.apply(there));
    }
}
