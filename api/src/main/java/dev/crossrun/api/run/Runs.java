package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Caller;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.common.converter.DataConverter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

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

    /** A run that was started just now, which no worker needs to have taken yet: the workflow plans its steps. */
    public RunResponse started(RunId id, RunStart start, Caller caller) {
        RunView view = RunView.of(client.summary(start), Optional.empty());
        return response(id.workflowId(), id.runId().orElseThrow(), view, caller);
    }

    /** A run as Temporal remembers it, without its steps: no worker is asked. */
    public RunResponse remembered(Execution run, Caller caller) {
        return response(run.workflowId(), run.runId(), run.settle(RunView.of(run.summary(), run.closedAt())), caller);
    }

    /**
     * Asks a run by one of the queries of its contract.
     *
     * @throws ApiException 503 if Temporal ended the run and it no longer answers
     */
    public <T> T ask(Execution run, Function<Run, T> query) {
        if (!run.endedFromOutside()) {
            return client.ask(run.ref(), query);
        }
        return client.askEnded(run.ref(), query)
                .orElseThrow(() -> ApiException.unavailable(
                        "The run was ended in Temporal, and its workflow answers no more." + " GET /v1/runs/" + run.id()
                                + " shows its last known state, and Temporal's UI its history."));
    }

    public RunResponse show(RunId id, Caller caller) {
        DescribeWorkflowExecutionResponse described = client.describe(id);
        Execution run = Execution.of(described.getWorkflowExecutionInfo(), converter)
                .orElseThrow(() -> ApiException.notFound("There is no run " + id));
        RunView view = run.endedFromOutside() ? last(run) : client.ask(run.ref(), Run::view);
        PendingRetries retries = new PendingRetries(described.getPendingActivitiesList(), converter);
        return response(run.workflowId(), run.runId(), retries.in(run.settle(view)), caller);
    }

    /**
     * The last known view of a run that Temporal ended: the workflow's own where Temporal can still ask it, and otherwise what
     * its memo says, without steps.
     */
    private RunView last(Execution run) {
        return client.askEnded(run.ref(), Run::view).orElseGet(() -> RunView.of(run.summary(), run.closedAt()));
    }

    private RunResponse response(String workflowId, String runId, RunView view, Caller caller) {
        return new RunResponse(
                workflowId + ":" + runId,
                view,
                RunActions.of(view, caller),
                new RunResponse.TemporalLink(
                        client.namespace(),
                        workflowId,
                        runId,
                        uiUrl.map(ui -> ui
                                + "/namespaces/" + client.namespace() + "/workflows/"
                                + URLEncoder.encode(workflowId, StandardCharsets.UTF_8) + "/" + runId
                                + "/history")));
    }
}
