package dev.crossrun.runbook.example;

import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The workflow of {@code auditor-access}. */
@WorkflowInterface
public interface AuditorAccessWorkflow extends Run {
    /** Returns when the run has ended. */
    @WorkflowMethod(name = "AuditorAccess")
    void run(RunStart start, AuditorAccessRequest request);
}
