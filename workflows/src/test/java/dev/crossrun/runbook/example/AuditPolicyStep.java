package dev.crossrun.runbook.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.RemovablePolicy;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Finding.Severity;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The policy that allows its holder to read the event history. Its value is its ARN. */
final class AuditPolicyStep extends Step<String> {
    private static final String DOCUMENT = """
            {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Action": "cloudtrail:LookupEvents", "Resource": "*"}]}""";

    private final RunInput<AuditorAccessRequest> input;
    private final Look<Found> planned =
            Look.at("/account", preflight -> find(preflight.call(IamActivities.class, "Look for the policy")));

    AuditPolicyStep(RunInput<AuditorAccessRequest> input, ApprovalStep approval) {
        super(StepDefinition.automated("audit-policy", "Create the policy", AuditorAccess.SYSTEM)
                .undone("Deleted, if this run created it, nobody changed it and nothing uses it"));
        this.input = input;
        after(approval);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Presence there = planned.in(preflight).map(Found::presence).orElse(Presence.ABSENT);
        if (there == Presence.FOREIGN) {
            preflight.find(
                    Severity.BLOCKING,
                    this,
                    "/name",
                    "The policy " + name() + " exists and is not marked as this run's.",
                    "Choose another name for the run, or delete the policy.");
        }
        return Optional.of(line(there == Presence.OURS ? Action.KEEP : Action.CREATE, arn(), "Read the event history")
                .writing(List.of(change(there))));
    }

    private Change change(Presence there) {
        JsonNode document = Change.document(DOCUMENT);
        String resource = "IAM policy " + name();
        return there == Presence.OURS ? Change.keep(resource, document) : Change.create(resource, document);
    }

    @Override
    protected String run(StepContext step) {
        Policy wanted = new Policy(
                input.get().account(),
                name(),
                "Read the event history",
                DOCUMENT,
                new Ownership(named().mark(), false));
        String arn = step.effect(
                arn(),
                Expected.planned(planned.seen().orElseThrow(), false),
                () -> find(step.call(IamActivities.class, "Look for the policy")),
                () -> step.call(IamActivities.class, "Put the policy").putPolicy(wanted),
                Removals.undo(new RemovablePolicy(named(), List.of(DOCUMENT), Optional.empty())));
        step.detail(arn);
        return arn;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(madeByHand(
                List.of(),
                (step, answer) -> find(step.promptCall(IamActivities.class, "Look for the policy"))
                                .exists()
                        ? Checked.accepted(arn(), Map.of())
                        : Checked.refused(new Reason("", "NOT_THERE", "The policy " + name() + " does not exist."))));
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(
                new Remedy(Ownership.NOT_OURS_SAYING, "Or abort, and start a run with another name in `/name`."));
    }

    private Found find(IamActivities iam) {
        return iam.findPolicy(named());
    }

    private Named named() {
        return AuditorAccess.named(input.get(), name());
    }

    private String name() {
        return "auditor-access-" + input.get().name();
    }

    private String arn() {
        return "arn:aws:iam::" + input.get().account() + ":policy/" + name();
    }
}
