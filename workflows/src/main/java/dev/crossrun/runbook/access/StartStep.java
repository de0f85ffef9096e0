package dev.crossrun.runbook.access;

import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.time.Instant;
import java.util.Optional;

/** Waits until the access is to begin. */
final class StartStep extends AccessStep<Done> {
    StartStep(RunInput<TemporaryAccessRequest> input, ApprovalStep approval) {
        super(StepDefinition.check("start", "Wait for the beginning", SYSTEM).notRedoable(), input);
        after(approval);
    }

    @Override
    protected boolean asked() {
        return request().startAt().isPresent();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return request().startAt().map(at -> line(Action.CHECK, text(at), "The access begins then"));
    }

    @Override
    protected Done run(StepContext context) {
        Instant at = request().startAt().orElseThrow();
        context.detail("Begins at " + text(at));
        context.waitUntil(at, "The access begins");
        return Done.DONE;
    }
}
