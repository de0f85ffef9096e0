package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.run.AllowedActions;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunClient;
import dev.crossrun.api.run.RunId;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.api.run.Runs;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Rights;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.run.effect.UndoItem;
import io.dropwizard.auth.Auth;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

/** What an undo of a run would do, and the undo of a run that has ended. */
@Path("/v1/runs/{run}/undo")
@Produces(MediaType.APPLICATION_JSON)
public final class UndoResource {
    private final Runs runs;
    private final RunClient client;

    public UndoResource(Runs runs, RunClient client) {
        this.runs = runs;
        this.client = client;
    }

    /**
     * What an undo would do; once it was asked for, what it saw and did. Of a run that was undone, what became of its
     * effects.
     */
    @Operation(id = "getUndo", summary = "What an undo of a run would do, or has done")
    @GET
    public Page<UndoItem> items(@Auth Principal caller, @PathParam("run") String run) {
        return new Page<>(runs.undo(runs.require(run, caller)), Optional.empty());
    }

    /** Starts a run that undoes what a run that has ended did. The server reads what that is; the request says nothing of it. */
    @Operation(
            id = "undoRun",
            summary = "Starts a run that undoes a run that has ended",
            status = 201,
            returns = RunResponse.class,
            refusals = {ProblemCode.FORBIDDEN, ProblemCode.CONFLICT})
    @POST
    public Response undo(@Auth Principal caller, @PathParam("run") String run) {
        Execution ended = runs.require(run, caller);
        requireMayUndo(caller, ended);
        requireUndoable(ended);
        requireNoLaterRunOpen(ended, caller);
        EndedRun target = target(ended);
        RunStart start = new RunStart(
                ended.summary().runbook(),
                ended.summary().name(),
                caller.actor(),
                false,
                ended.summary().accounts(),
                Optional.of(target.id()),
                1);
        try {
            RunId id = client.startUndo(target, start);
            return Response.created(URI.create("/v1/runs/" + id))
                    .entity(runs.started(id, start, caller))
                    .build();
        } catch (WorkflowExecutionAlreadyStarted open) {
            throw ApiException.conflict("The run is being undone: " + target.undoId());
        }
    }

    private static void requireMayUndo(Principal caller, Execution ended) {
        Rights.toUndo(caller.caller(ended.summary()), ended.summary().requestedBy())
                .ifPresent(why -> {
                    throw ApiException.forbidden(why);
                });
    }

    private static void requireUndoable(Execution ended) {
        AllowedActions.notUndoable(ended.open(), ended.status(), ended.summary().undoes())
                .ifPresent(why -> {
                    throw ApiException.conflict(why);
                });
    }

    /** The undo itself looks again: one may be started meanwhile. */
    private void requireNoLaterRunOpen(Execution ended, Principal caller) {
        client.find(new RunId(ended.workflowId(), Optional.empty()))
                .filter(Execution::open)
                .ifPresent(later -> {
                    throw ApiException.conflict("A later run of this name is open and may use the same resources"
                            + (caller.sees(later.summary()) ? ": " + later.id() : "")
                            + ". Wait until it has ended, or abort it. Then ask for the undo again.");
                });
    }

    /** What the undo works on. */
    private EndedRun target(Execution ended) {
        EndedRun first = new EndedRun(ended.workflowId(), ended.runId(), Optional.empty());
        Optional<Execution> undo = lastUndo(first);
        Execution last = undo.orElse(ended);
        if (last.status() == RunStatus.UNDONE && !ledger(last).left()) {
            throw ApiException.conflict("The run is undone already"
                    + undo.map(by -> ", by " + by.id()).orElse("")
                    + ". Nothing is left that an undo could remove.");
        }
        return new EndedRun(ended.workflowId(), ended.runId(), undo.map(Execution::runId));
    }

    /** The latest undo that has read a ledger. One that was refused or stopped before knows the one before it. */
    private Optional<Execution> lastUndo(EndedRun target) {
        Optional<Execution> latest = client.find(new RunId(target.undoId(), Optional.empty()));
        latest.filter(Execution::open).ifPresent(undo -> {
            throw ApiException.conflict("The run is being undone: " + undo.id());
        });
        return latest.flatMap(undo -> ledger(undo).steps().isEmpty()
                ? undo.lastUndo().flatMap(id -> client.find(new RunId(target.undoId(), Optional.of(id))))
                : latest);
    }

    private LedgerPage ledger(Execution run) {
        return client.ask(run.ref(), asked -> asked.ledger(0));
    }
}
