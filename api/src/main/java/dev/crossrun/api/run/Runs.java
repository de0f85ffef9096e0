package dev.crossrun.api.run;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.event.EventFeed;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunSummary;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.effect.UndoItem;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Single runs as the API shows them: the workflow's own view, with what only Temporal knows. */
public final class Runs {
    private final RunClient client;
    private final OfferedRunbooks offered;
    private final Optional<String> uiUrl;

    public Runs(RunClient client, OfferedRunbooks offered, Optional<String> uiUrl) {
        this.client = client;
        this.offered = offered;
        this.uiUrl = uiUrl;
    }

    /**
     * The run that a path names.
     *
     * @throws ApiException 404 if there is none that the caller may see
     */
    public Execution require(String id, Principal caller) {
        RunId named = parse(id);
        return client.find(named).filter(run -> caller.sees(run.summary())).orElseThrow(() -> noSuchRun(named));
    }

    /**
     * Reads a path's segment.
     *
     * @throws ApiException 404 if it can name no run
     */
    public RunId parse(String id) {
        return RunId.parse(id, offered);
    }

    /** This very run for a name alone, if Temporal has the latest one of that name; otherwise the same id. */
    public RunId exactly(RunId named) {
        return named.runId().isPresent()
                ? named
                : client.find(named).map(Execution::ref).orElse(named);
    }

    public static ApiException noSuchRun(RunId id) {
        return ApiException.notFound("There is no run " + id);
    }

    /** How far a run is now. One that Temporal has forgotten has ended. */
    public EventFeed.State state(Execution run) {
        return client.describe(run.ref())
                .map(DescribeWorkflowExecutionResponse::getWorkflowExecutionInfo)
                .map(now -> new EventFeed.State(
                        now.getHistoryLength(),
                        now.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING))
                .orElse(new EventFeed.State(0, true));
    }

    /** A run that was started just now, which no worker needs to have taken yet: the workflow plans its steps. */
    public RunResponse started(RunId id, RunStart start, Principal caller) {
        RunSummary summary = client.summary(start);
        RunView view = RunView.of(summary, Optional.empty());
        return response(id.workflowId(), id.runId().orElseThrow(), view, caller.caller(summary));
    }

    /** A run as Temporal remembers it, without its steps: no worker is asked. */
    public RunResponse remembered(Execution run, Principal caller) {
        return response(run.workflowId(), run.runId(), remembered(run), caller.caller(run.summary()));
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

    /**
     * The run that a path names, as it is now.
     *
     * @throws ApiException 404 if there is none that the caller may see
     */
    public RunResponse show(String id, Principal caller) {
        return show(RunId.parse(id, offered), caller);
    }

    public RunResponse show(RunId id, Principal caller) {
        DescribeWorkflowExecutionResponse described = client.describe(id).orElseThrow(() -> noSuchRun(id));
        Execution run = client.execution(described)
                .filter(found -> caller.sees(found.summary()))
                .orElseThrow(() -> noSuchRun(id));
        RunView view = run.endedFromOutside() ? last(run) : client.ask(run.ref(), Run::view);
        PendingRetries retries = new PendingRetries(described.getPendingActivitiesList(), client.converters(run));
        return response(run.workflowId(), run.runId(), retries.in(run.settle(view)), caller.caller(run.summary()));
    }

    /** The view that the workflow of a run gives, without the retries of calls that have not ended. */
    public RunView view(Execution run) {
        return run.settle(ask(run, Run::view));
    }

    /** Whether Temporal ended it before a worker had done a task of it: its workflow has done nothing and answers nothing. */
    public boolean neverBegan(Execution run) {
        return run.endedFromOutside()
                && client.history(run).noneMatch(HistoryEvent::hasWorkflowTaskCompletedEventAttributes);
    }

    /** What Temporal's memo says of a run that it ended and whose workflow does not answer. */
    public RunView remembered(Execution run) {
        return run.settle(RunView.of(run.summary(), run.closedAt()));
    }

    /** What an undo of a run would do or has done. Of a run that no undo follows any more, what became of its effects. */
    public List<UndoItem> undo(Execution run) {
        List<UndoItem> items = ask(run, Run::undo);
        return run.open() || run.canBeUndone()
                ? items
                : items.stream().map(UndoItem::afterTheEnd).toList();
    }

    /** The id of the latest run that undoes this one, if there is one that the caller sees. */
    public Optional<String> undoneBy(Execution run, Principal caller) {
        return run.open() || run.summary().undoes().isPresent() ? Optional.empty() : undoneBy(run.ref(), caller);
    }

    /** The id of the latest run that undoes this ended one of a runbook, if Temporal has one that the caller sees. */
    public Optional<String> undoneBy(RunId run, Principal caller) {
        EndedRun ended = new EndedRun(run.workflowId(), run.runId().orElseThrow(), Optional.empty());
        return client.find(new RunId(ended.undoId(), Optional.empty()))
                .filter(undo -> caller.sees(undo.summary()))
                .map(Execution::id);
    }

    /** How often the calls of each step were retried, as far as they have ended. */
    public Map<String, Retries> retries(Execution run) {
        return PastRetries.in(client.history(run), client.converters(run));
    }

    /** How long Temporal keeps a run that has ended; empty if it does not say. */
    public Optional<Duration> retention() {
        return client.retention();
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
                AllowedActions.ofRun(view, caller),
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
