package dev.crossrun.runbook.access;

import dev.crossrun.engine.RunbookWorkflow;
import dev.crossrun.run.RunStart;
import java.util.Optional;

/** Runs the steps of {@link TemporaryAccess}. */
public final class TemporaryAccessWorkflowImpl extends RunbookWorkflow implements TemporaryAccessWorkflow {
    @Override
    public Optional<TemporaryAccessOutcome> run(RunStart start, TemporaryAccessRequest request) {
        return conduct(start, request, request.patienceOrDefault(), TemporaryAccess.REVISION, TemporaryAccess::steps)
                .map(TemporaryAccessOutcome.class::cast);
    }
}
