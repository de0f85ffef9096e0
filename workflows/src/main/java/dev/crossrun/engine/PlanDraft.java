package dev.crossrun.engine;

import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.plan.PlannedStep;
import java.util.List;

/** What planning came to; {@code request} is the runbook's input. */
public record PlanDraft(Object request, List<Finding> findings, List<PlannedStep> steps) {
    public PlanDraft {
        findings = List.copyOf(findings);
        steps = List.copyOf(steps);
    }

    Plan plan() {
        return new Plan("sha256:" + CanonicalJson.digest(new Hashed(request, steps)), findings, steps);
    }

    /** What the approver approves: findings are advice, and not part of it. */
    private record Hashed(Object request, List<PlannedStep> steps) {}
}
