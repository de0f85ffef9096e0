package dev.crossrun.runbook.example;

import dev.crossrun.engine.RunbookWorkflow;
import dev.crossrun.run.Patience;
import dev.crossrun.run.RunStart;

/** Runs the steps of {@link AuditorAccess}. */
public final class AuditorAccessWorkflowImpl extends RunbookWorkflow implements AuditorAccessWorkflow {
    @Override
    public void run(RunStart start, AuditorAccessRequest request) {
        conduct(start, request, Patience.standard(), AuditorAccess.REVISION, AuditorAccess::steps);
    }
}
