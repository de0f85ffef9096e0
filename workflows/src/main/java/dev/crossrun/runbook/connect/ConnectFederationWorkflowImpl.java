package dev.crossrun.runbook.connect;

import dev.crossrun.engine.RunbookWorkflow;
import dev.crossrun.run.RunStart;
import java.util.Optional;

/** Runs the steps of {@link ConnectFederation}. */
public final class ConnectFederationWorkflowImpl extends RunbookWorkflow implements ConnectFederationWorkflow {
    @Override
    public Optional<ConnectFederationOutcome> run(RunStart start, ConnectFederationRequest request) {
        return conduct(
                        start,
                        request,
                        request.patienceOrDefault(),
                        ConnectFederation.REVISION,
                        ConnectFederation::steps)
                .map(ConnectFederationOutcome.class::cast);
    }
}
