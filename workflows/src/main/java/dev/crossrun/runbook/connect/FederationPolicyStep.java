package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.runbook.connect.policy.AccessDocuments;
import dev.crossrun.runbook.connect.policy.PolicyByHand;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The policy that lets a session enter the instance as its own user alone. */
final class FederationPolicyStep extends IamStep<String> {
    static final Remedy FROM_THE_REQUEST = new Remedy(
            IamActivities.MALFORMED, "They come from the request: abort, and start a run with a corrected one.");

    private final Supplier<Optional<ConnectInstanceStep.Made>> instance;
    private final AskedOfIam asked;

    FederationPolicyStep(RunInput<ConnectFederationRequest> input, AskedOfIam asked, ConnectInstanceStep instance) {
        super(
                StepDefinition.automated("federation-policy", "Create the federation policy", "CONNECT_ACCOUNT")
                        .undone("Deleted, if this run made it, it still bears its mark and is attached to nothing else")
                        .adoptable(),
                input,
                new Kind(
                        "policy",
                        "/connect/policyName",
                        ConnectFederationRequest.Connect::policy,
                        Names::policyArn,
                        IamActivities::findPolicy));
        this.asked = asked;
        this.instance = valueIfAsked(instance);
    }

    @Override
    String purpose() {
        return "Allows each agent to sign in to " + new Names(request()).instanceArn()
                + ", only as their own Connect user";
    }

    /** Its ARN. */
    @Override
    protected String run(StepContext step) {
        Policy wanted = asked.note(new Policy(
                request().connect().accountId(),
                name(),
                "Lets a federated user sign in to one Amazon Connect instance as itself",
                document(new Names(request(), instance.get())),
                ownership()));
        String arn = step.effect(
                arn(),
                expected(),
                () -> find(step.call(IamActivities.class, looking())),
                () -> step.call(IamActivities.class, "Put the policy " + name()).putPolicy(wanted),
                (before, made) -> Removals.undo(asked.policy(named())));
        step.detail(arn);
        return arn;
    }

    /** The plan shows this very document, without the id of an instance that is not there yet. */
    private static String document(Names names) {
        return AccessDocuments.access(names.ownUser());
    }

    @Override
    Change change(Optional<Found> there) {
        return made(
                "IAM policy " + name(),
                there,
                before -> Change.document(before.getOrDefault("document", "")),
                Change.document(document(new Names(request()))));
    }

    /** One that somebody made must let each session enter as its own user, and nothing else. */
    @Override
    protected List<Offer> offers() {
        return List.of(madeByHand(
                List.of(),
                (step, answer) -> checkMade(
                        step,
                        before -> PolicyByHand.faultOfPolicy(
                                new Names(request(), instance.get()).ownUser(), before.getOrDefault("document", "")),
                        there -> arn())));
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(OTHER_NAME, FROM_THE_REQUEST);
    }
}
