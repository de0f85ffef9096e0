package dev.crossrun.runbook.example;

import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.PlanStep;
import dev.crossrun.engine.Procedure;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.run.Runbook;
import io.temporal.workflow.Workflow;
import java.util.List;

/** The descriptor of {@code auditor-access}, and its steps. */
public final class AuditorAccess {
    static final int REVISION = 1;
    static final String SYSTEM = "ACCOUNT";

    public static final Runbook<AuditorAccessRequest> RUNBOOK = new Runbook<>(
            "auditor-access",
            "Let an auditor read an account's event history",
            "Creates a policy, has an administrator attach it to the auditor's role, and can ask IAM whether it works",
            "0.1.0",
            REVISION,
            "AuditorAccess",
            AuditorAccessRequest.class,
            input -> List.of(),
            request -> List.of(request.account()),
            () -> new Runbook.Code(
                    List.of(AuditorAccessWorkflowImpl.class), Procedure.catalogue(REVISION, AuditorAccess::steps)));

    private AuditorAccess() {}

    /** The steps, in the order of the procedure. */
    static List<Step<?>> steps(RunInput<AuditorAccessRequest> input) {
        PlanStep plan = new PlanStep("Check the account", SYSTEM);
        ApprovalStep approval = new ApprovalStep(SYSTEM, "The policy lets the auditor read who did what.", plan);
        AuditPolicyStep policy = new AuditPolicyStep(input, approval);
        AttachPolicyStep attachment = new AttachPolicyStep(input, policy);
        AuditSimulationStep simulation = new AuditSimulationStep(input, attachment);
        return List.of(plan, approval, policy, attachment, simulation);
    }

    /** A resource of the account by its name, with the mark of this run. */
    static Named named(AuditorAccessRequest request, String name) {
        return new Named(request.account(), name, Workflow.getInfo().getWorkflowId());
    }
}
