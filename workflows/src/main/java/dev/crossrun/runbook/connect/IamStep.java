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
import java.util.function.Function;

/** What the steps in the Connect account's IAM have in common: a thing that goes by its name. */
abstract class IamStep<V> extends FederationStep<V> {
    static final Remedy OTHER_NAME = new Remedy(
            Ownership.NOT_OURS_SAYING,
            "Or abort, and start a run whose request has another name or names the step under `adopt`.");

    /** What was there when the plan was made. */
    final Look<Found> planned = Look.at("/connect", preflight -> find(preflight.call(IamActivities.class, looking())));

    private final String pointer;

    /** {@code pointer}: the field of the request that has the thing's name. */
    IamStep(StepDefinition.Draft definition, RunInput<ConnectFederationRequest> input, String pointer) {
        super(definition, input);
        this.pointer = pointer;
    }

    /** The thing in words: its kind. */
    abstract String kind();

    abstract String name();

    abstract String arn(Names names);

    /** Its line in the plan. */
    abstract String purpose();

    abstract Found find(IamActivities iam);

    /** What the step would write, where this is there. */
    abstract Change change(Optional<Found> there);

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<Found> there = planned.in(preflight);
        there.ifPresent(found -> taken(preflight, pointer, name(), found));
        return planned(there, arn(new Names(request())), purpose(), change(there));
    }

    final String looking() {
        return "Look for the " + kind();
    }

    /** A thing in the Connect account that is ours, or shall be. */
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

    /** Somebody made the thing instead of the step. */
    final Checked<V> checkMade(
            StepContext step, Function<Map<String, String>, Optional<String>> fault, Function<Found, V> value) {
        Found there = find(step.promptCall(IamActivities.class, looking()));
        return madeByHand("The " + kind() + " " + name(), there, fault, () -> value.apply(there));
    }
}
