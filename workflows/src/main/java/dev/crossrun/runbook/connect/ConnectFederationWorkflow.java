package dev.crossrun.runbook.connect;

import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Optional;

/** The workflow of {@code connect-federation}. */
@WorkflowInterface
public interface ConnectFederationWorkflow extends Run {
    /** Runs to the end; empty if the run ended otherwise than by success. */
    @WorkflowMethod(name = "ConnectFederation")
    Optional<ConnectFederationOutcome> run(RunStart start, ConnectFederationRequest request);
}
