package dev.crossrun.desk.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.WebPages;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.problem.ProblemDetails;
import dev.crossrun.api.resource.RunItem;
import dev.crossrun.api.resource.TaskItem;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.Times;
import dev.crossrun.desk.page.TypedText;
import dev.crossrun.desk.picture.Picture;
import dev.crossrun.desk.picture.Timeline;
import dev.crossrun.desk.plan.PlanLines;
import dev.crossrun.desk.session.Session;
import dev.crossrun.desk.session.SessionSink;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.task.TaskKind;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list of runs, and one run. */
@Path("/runs")
public final class RunController {
    private static final String PAGE = "50";

    private final WebPages.Rest rest;
    private final Times times;

    public RunController(WebPages.Rest rest, Times times) {
        this.rest = rest;
        this.times = times;
    }

    @GET
    public RunsPage list(
            @Auth Session session,
            @QueryParam("runbook") @Nullable String runbook,
            @QueryParam("status") @Nullable String status,
            @QueryParam("account") @Nullable String account,
            @QueryParam("requestedBy") @Nullable String requestedBy,
            @QueryParam("name") @Nullable String name,
            @QueryParam("waiting") @Nullable String waiting,
            @QueryParam("cursor") @Nullable String cursor) {
        RunsPage.Filter filter = new RunsPage.Filter(
                text(runbook), text(status), text(account), text(requestedBy), text(name), "true".equals(waiting));
        try {
            Page<RunItem> page = rest.runs()
                    .list(
                            session.caller(),
                            filled(runbook),
                            filled(status) == null ? List.of() : List.of(text(status)),
                            filled(account),
                            filled(requestedBy),
                            filled(name),
                            filter.waiting() ? "true" : null,
                            PAGE,
                            filled(cursor));
            return list(session, filter, page, List.of());
        } catch (ApiException refused) {
            if (refused.code() != ProblemCode.INVALID_REQUEST) {
                throw refused;
            }
            return list(session, filter, new Page<>(List.of(), Optional.empty()), refused.errors());
        }
    }

    private RunsPage list(
            Session session, RunsPage.Filter filter, Page<RunItem> page, List<ProblemDetails.Item> faults) {
        return new RunsPage(
                Frame.of("Runs", Frame.Area.RUNS, session),
                filter,
                faults,
                rest.runbooks().list(session.caller()).items(),
                page.items(),
                page.next().map(next -> address(filter, next)),
                times);
    }

    private static String text(@Nullable String typed) {
        return typed == null ? "" : typed.strip();
    }

    private static @Nullable String filled(@Nullable String typed) {
        return text(typed).isEmpty() ? null : text(typed);
    }

    private static String address(RunsPage.Filter filter, String cursor) {
        UriBuilder address = UriBuilder.fromPath("/desk/runs")
                .queryParam("runbook", "{runbook}")
                .queryParam("status", "{status}")
                .queryParam("account", "{account}")
                .queryParam("requestedBy", "{by}")
                .queryParam("name", "{name}")
                .queryParam("cursor", "{cursor}");
        if (filter.waiting()) {
            address.queryParam("waiting", "true");
        }
        return address.build(
                        filter.runbook(),
                        filter.status(),
                        filter.account(),
                        filter.requestedBy(),
                        filter.name(),
                        cursor)
                .toString();
    }

    @GET
    @Path("/{run}")
    public RunPage get(@Auth Session session, @PathParam("run") String id) {
        RunResponse run = rest.runs().get(session.caller(), id);
        boolean answers = !run.run().steps().isEmpty();
        List<RunEvent> events = new ArrayList<>(
                answers ? rest.runs().events(session.caller(), id, null, null).items() : List.of());
        Picture picture = Picture.of(run.run().steps());
        Timeline timeline = Timeline.of(run.run(), events, times.now());
        Collections.reverse(events);
        return new RunPage(
                Frame.of(run.run().name(), Frame.Area.RUNS, session),
                run,
                picture,
                timeline,
                events,
                answers ? rest.runs().artifacts(session.caller(), id).items() : List.of(),
                offers(session, run),
                Ways.of(run),
                times);
    }

    private List<TaskItem> offers(Session session, RunResponse run) {
        return run.run().closedAt().isPresent()
                ? List.of()
                : rest
                        .inbox()
                        .list(session.caller(), run.id(), TaskKind.OFFER.name(), null, PAGE, null)
                        .items()
                        .stream()
                        .filter(TaskItem::mayAnswer)
                        .toList();
    }

    /**
     * Says when something has happened after the event that the page shows last; what, the page asks for. It ends with the session,
     * and does not extend it.
     */
    @GET
    @Path("/{run}/live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void live(
            @Auth Session session,
            @PathParam("run") String id,
            @HeaderParam("Last-Event-ID") @Nullable String last,
            @QueryParam("after") @Nullable String after,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context ContainerRequestContext request) {
        if (rest.runs().get(session.caller(), id).run().closedAt().isPresent()) {
            // A browser does not connect again after this (HTML Standard, "Server-sent events").
            throw new WebApplicationException(Response.noContent().build());
        }
        rest.runs().stream(session.caller(), id, last, after, SessionSink.of(sink, request), sse);
    }

    @GET
    @Path("/{run}/plan")
    public PlanPage plan(@Auth Session session, @PathParam("run") String id) {
        RunResponse run = rest.runs().get(session.caller(), id);
        return new PlanPage(
                Frame.of("Plan of " + run.run().name(), Frame.Area.RUNS, session),
                run,
                PlanLines.of(rest.runs().plan(session.caller(), id), run.run().steps()));
    }

    @GET
    @Path("/{run}/artifacts/{name}")
    public Response artifact(
            @Auth Session session,
            @PathParam("run") String id,
            @PathParam("name") String name,
            @Context Request conditions) {
        return rest.runs().artifact(session.caller(), id, name, conditions);
    }

    @GET
    @Path("/{run}/undo")
    public UndoPage undo(@Auth Session session, @PathParam("run") String id) {
        RunResponse run = rest.runs().get(session.caller(), id);
        return new UndoPage(
                Frame.of("Undo of " + run.run().name(), Frame.Area.RUNS, session),
                run,
                UndoGroups.of(rest.undo().items(session.caller(), id).items()),
                Ways.of(run));
    }

    @POST
    @Path("/{run}/undo")
    public Response askForUndo(@Auth Session session, @PathParam("run") String id) {
        Response started = rest.undo().undo(session.caller(), id);
        return to(((RunResponse) started.getEntity()).id());
    }

    @POST
    @Path("/{run}/abort")
    public Response abort(
            @Auth Session session, @PathParam("run") String id, @Context ContainerRequestContext request) {
        TypedText typed = TypedText.in(request);
        rest.runs().abort(session.caller(), id, body(typed, "effects"));
        return to(id);
    }

    @POST
    @Path("/{run}/redo")
    public Response redo(@Auth Session session, @PathParam("run") String id, @Context ContainerRequestContext request) {
        TypedText typed = TypedText.in(request);
        rest.runs().redo(session.caller(), id, body(typed, "from"));
        return to(id);
    }

    private static byte[] body(TypedText typed, String field) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        typed.value(field).ifPresent(value -> body.put(field, value));
        typed.value("comment").ifPresent(comment -> body.put("comment", comment));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Response to(String run) {
        return Response.seeOther(URI.create("/desk/runs/" + run)).build();
    }
}
