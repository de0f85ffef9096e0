package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunView;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.common.converter.DataConverter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Single runs as the API shows them: the workflow's own view, with what only Temporal knows. */
public final class Runs {
    private final RunClient client;
    private final OfferedRunbooks offered;
    private final DataConverter converter;
    private final Optional<String> uiUrl;

    public Runs(RunClient client, OfferedRunbooks offered, DataConverter converter, Optional<String> uiUrl) {
        this.client = client;
        this.offered = offered;
        this.converter = converter;
        this.uiUrl = uiUrl;
    }

    /**
     * The run that a path names.
     *
     * @throws ApiException 404 if there is none
     */
    public Execution require(String id) {
        return require(RunId.parse(id, offered));
    }

    public Execution require(RunId id) {
        return client.find(id).orElseThrow(() -> ApiException.notFound("There is no run " + id));
    }

    public RunResponse show(RunId id) {
        DescribeWorkflowExecutionResponse described = client.describe(id);
        Execution run = Execution.of(described.getWorkflowExecutionInfo(), converter)
                .orElseThrow(() -> ApiException.notFound("There is no run " + id));
        RunView view = client.ask(run.ref(), Run::view);
        PendingRetries retries = new PendingRetries(described.getPendingActivitiesList(), converter);
        return response(run, retries.in(run.settle(view)));
    }

    private RunResponse response(Execution run, RunView view) {
        return new RunResponse(
                run.id(),
                view,
                new RunResponse.TemporalLink(
                        client.namespace(),
                        run.workflowId(),
                        run.runId(),
                        uiUrl.map(ui -> ui
                                + "/namespaces/" + client.namespace() + "/workflows/"
                                + URLEncoder.encode(run.workflowId(), StandardCharsets.UTF_8) + "/" + run.runId()
                                + "/history")));
    }
}
