package dev.crossrun.runbook.access;

import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Optional;

/** The workflow of {@code temporary-access}. */
@WorkflowInterface
public interface TemporaryAccessWorkflow extends Run {
    /** Runs to the end; empty if the run ended otherwise than by success. */
    @WorkflowMethod(name = "TemporaryAccess")
    Optional<TemporaryAccessOutcome> run(RunStart start, TemporaryAccessRequest request);
}
