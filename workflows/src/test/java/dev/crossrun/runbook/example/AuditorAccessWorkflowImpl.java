package dev.crossrun.runbook.example;

import dev.crossrun.engine.RunbookWorkflow;
import dev.crossrun.run.Patience;
import dev.crossrun.run.RunStart;
import java.util.List;

/** Runs the steps of {@link AuditorAccess}. */
public final class AuditorAccessWorkflowImpl extends RunbookWorkflow implements AuditorAccessWorkflow {
    @Override
    public void run(RunStart start, AuditorAccessRequest request) {
        conduct(start, request, List.of(request.account()), Patience.standard(), AuditorAccess::steps);
    }
}
