package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.event.EventFeed;
import dev.crossrun.api.event.EventFeeds;
import dev.crossrun.api.event.SseListener;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.request.InputSchema;
import dev.crossrun.api.request.JsonBodies;
import dev.crossrun.api.request.QueryParameters;
import dev.crossrun.api.request.SchemaCheck;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.FilledPages;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.api.run.Runs;
import dev.crossrun.api.run.Updates;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Redo;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.plan.Plan;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs: their listing, views, plan, events and documents; their abort, and the redoing of a step. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunsResource {
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final SchemaCheck ABORT = new SchemaCheck(InputSchema.of(AbortRequest.class));
    private static final SchemaCheck REDO = new SchemaCheck(InputSchema.of(RedoRequest.class));

    private final Runs runs;
    private final RunDirectory directory;
    private final Updates updates;
    private final JsonBodies bodies;
    private final EventFeeds feeds;
    private final Clock clock;

    public RunsResource(
            Runs runs, RunDirectory directory, Updates updates, JsonBodies bodies, EventFeeds feeds, Clock clock) {
        this.feeds = feeds;
        this.clock = clock;
        this.runs = runs;
        this.directory = directory;
        this.updates = updates;
        this.bodies = bodies;
    }

    @Operation(id = "listRuns", summary = "Lists runs, the newest first", refusals = ProblemCode.NOT_FOUND)
    @GET
    public Page<RunItem> list(
            @Auth Principal caller,
            @QueryParam("runbook") @Nullable String runbook,
            @QueryParam("status") List<String> statuses,
            @QueryParam("account") @Nullable String account,
            @QueryParam("requestedBy") @Nullable String requestedBy,
            @QueryParam("name") @Nullable String name,
            @QueryParam("waiting") @Nullable String waiting,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        RunFilter filter = new RunFilter(
                Optional.ofNullable(runbook),
                statuses(statuses),
                Optional.ofNullable(account).map(RunsResource::account),
                Optional.ofNullable(requestedBy),
                Optional.ofNullable(name),
                QueryParameters.flag("/waiting", waiting),
                Optional.empty(),
                caller.scopes());
        int size = QueryParameters.limit(limit);
        return FilledPages.list(
                size,
                size,
                Optional.ofNullable(cursor),
                (rows, at) -> directory.list(filter, rows, at),
                run -> Stream.of(RunItem.of(run)));
    }

    private static Set<RunStatus> statuses(List<String> names) {
        Set<RunStatus> statuses = EnumSet.noneOf(RunStatus.class);
        for (String name : names) {
            try {
                statuses.add(RunStatus.valueOf(name));
            } catch (IllegalArgumentException e) {
                throw ApiException.invalid(
                        "/status", "must be one of " + List.of(RunStatus.values()) + ", not " + name);
            }
        }
        return statuses;
    }

    private static AccountId account(String id) {
        try {
            return new AccountId(id);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("/account", String.valueOf(e.getMessage()));
        }
    }

    @Operation(id = "getRun", summary = "Shows a run", returns = RunResponse.class)
    @GET
    @Path("/{run}")
    public RunResponse get(@Auth Principal caller, @PathParam("run") String run) {
        return runs.show(run, caller);
    }

    @Operation(id = "getPlan", summary = "Shows the plan of a run, once it is there")
    @GET
    @Path("/{run}/plan")
    public Plan plan(@Auth Principal caller, @PathParam("run") String run) {
        return runs.ask(runs.require(run, caller), Run::plan)
                .orElseThrow(() -> ApiException.notFound("This run has no plan yet"));
    }

    /** As server-sent events: each event's id is its number, so that a client resumes where it was cut off. */
    @Operation(
            id = "getEvents",
            summary =
                    "The events of a run, as JSON or as a stream of server-sent events that ends with the run or with the access token: id is the event's"
                            + " seq, event its type, and data a RunEvent")
    @GET
    @Path("/{run}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    public void stream(
            @Auth Principal caller,
            @PathParam("run") String run,
            @HeaderParam(LAST_EVENT) @Nullable String last,
            @QueryParam("after") @Nullable String after,
            @Context SseEventSink sink,
            @Context Sse sse) {
        int seq = seq(last, after);
        Execution found = runs.require(run, caller);
        EventFeed.Source source = new EventFeed.Source() {
            @Override
            public List<RunEvent> after(int known) {
                return runs.ask(found, asked -> asked.events(known));
            }

            @Override
            public EventFeed.State state() {
                return runs.state(found);
            }
        };
        feeds.listen(found.id(), source, seq, new SseListener(sse, sink, () -> caller.lasts(clock.instant())));
    }

    @Operation(
            id = "getEvents",
            summary =
                    "The events of a run, as JSON or as a stream of server-sent events that ends with the run: id is the event's seq, event its type, and data a RunEvent")
    @GET
    @Path("/{run}/events")
    public Page<RunEvent> events(
            @Auth Principal caller,
            @PathParam("run") String run,
            @HeaderParam(LAST_EVENT) @Nullable String last,
            @QueryParam("after") @Nullable String after) {
        int seq = seq(last, after);
        return new Page<>(runs.ask(runs.require(run, caller), asked -> asked.events(seq)), Optional.empty());
    }

    /** The last event that is known: a stream that was cut off says it in a header. */
    private static int seq(@Nullable String last, @Nullable String after) {
        int known = after == null ? 0 : QueryParameters.number("/after", after, 0, Integer.MAX_VALUE);
        return last == null ? known : QueryParameters.number("/" + LAST_EVENT, last, 0, Integer.MAX_VALUE);
    }

    @Operation(id = "listArtifacts", summary = "Lists the documents that a run keeps")
    @GET
    @Path("/{run}/artifacts")
    public Page<Artifact> artifacts(@Auth Principal caller, @PathParam("run") String run) {
        return new Page<>(runs.ask(runs.require(run, caller), Run::artifacts), Optional.empty());
    }

    /** Its ETag is the SHA-256 of the bytes. */
    @Operation(
            id = "getArtifact",
            summary = "A document; its ETag is the SHA-256 of its bytes",
            refusals = ProblemCode.PRECONDITION_FAILED)
    @GET
    @Path("/{run}/artifacts/{name}")
    @Produces(MediaType.WILDCARD)
    public Response artifact(
            @Auth Principal caller,
            @PathParam("run") String run,
            @PathParam("name") String name,
            @Context Request conditions) {
        Document document = runs.ask(runs.require(run, caller), asked -> asked.artifact(name))
                .orElseThrow(() -> ApiException.notFound("This run has no document " + name));
        EntityTag tag = new EntityTag(document.sha256().value());
        Response.ResponseBuilder unchanged = conditions.evaluatePreconditions(tag);
        if (unchanged != null) {
            return unchanged.build();
        }
        return Response.ok(document.original(), MediaType.valueOf(document.mediaType()))
                .tag(tag)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + document.name().replaceAll("[^A-Za-z0-9._-]", "_") + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    @Operation(
            id = "abortRun",
            summary = "Stops a run",
            status = 202,
            returns = RunResponse.class,
            body = AbortRequest.class,
            refusals = {ProblemCode.FORBIDDEN, ProblemCode.CONFLICT})
    @POST
    @Path("/{run}/abort")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response abort(@Auth Principal caller, @PathParam("run") String run, byte[] body) {
        Execution found = runs.require(run, caller);
        AbortRequest wish = bodies.read(body, ABORT, AbortRequest.class);
        Abort abort = new Abort(found.runId(), wish.effects(), wish.comment(), caller.caller(found.summary()));
        updates.send(found, "abort", abort);
        return accepted(found, caller);
    }

    @Operation(
            id = "redoStep",
            summary = "Runs a finished step and those that depend on it again",
            status = 202,
            returns = RunResponse.class,
            body = RedoRequest.class,
            refusals = {ProblemCode.FORBIDDEN, ProblemCode.CONFLICT})
    @POST
    @Path("/{run}/redo")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response redo(@Auth Principal caller, @PathParam("run") String run, byte[] body) {
        Execution found = runs.require(run, caller);
        RedoRequest wish = bodies.read(body, REDO, RedoRequest.class);
        Redo redo = new Redo(found.runId(), wish.from(), wish.comment(), caller.caller(found.summary()));
        updates.send(found, "redo", redo);
        return accepted(found, caller);
    }

    private Response accepted(Execution run, Principal caller) {
        return Response.accepted(runs.show(run.ref(), caller)).build();
    }

    /** What becomes of what the run has done, when it is stopped. */
    public record AbortRequest(Abort.Effects effects, Optional<String> comment) {}

    /** The step to begin with. */
    public record RedoRequest(String from, Optional<String> comment) {}
}
