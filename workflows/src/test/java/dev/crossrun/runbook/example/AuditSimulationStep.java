package dev.crossrun.runbook.example;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Case;
import dev.crossrun.activity.IamActivities.Decision;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.SimulationQuery;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks IAM whether the role may do the action that the request names. The value is IAM's decision. */
final class AuditSimulationStep extends Step<Decision> {
    private final RunInput<AuditorAccessRequest> input;
    private final Supplier<Role> role;

    AuditSimulationStep(RunInput<AuditorAccessRequest> input, AttachPolicyStep attachment) {
        super(StepDefinition.check("audit-simulation", "Simulate the auditor's access", AuditorAccess.SYSTEM));
        this.input = input;
        this.role = valueOf(attachment);
    }

    @Override
    protected boolean asked() {
        return input.get().simulate().isPresent();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return Optional.of(line(Action.CHECK, input.get().role(), "IAM is asked about " + action()));
    }

    @Override
    protected Decision run(StepContext step) {
        Case asked = new Case("*", Map.of(), Decision.ALLOWED);
        Decision decision = step.call(IamActivities.class, "Simulate the auditor's access")
                .simulate(new SimulationQuery(input.get().account(), role.get(), action(), List.of(asked)))
                .get(0)
                .decision();
        if (decision == Decision.DENIED) {
            throw FailureType.CONFLICT.failure(
                    "IAM denies " + action() + " to " + role.get().arn(),
                    "Look at the role's permissions boundary and the service control policies, then try again.");
        }
        step.detail(action() + " is " + decision);
        return decision;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(skip(Decision.INCONCLUSIVE));
    }

    private String action() {
        return input.get().simulate().orElseThrow();
    }
}
