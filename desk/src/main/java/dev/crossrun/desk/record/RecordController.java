package dev.crossrun.desk.record;

import dev.crossrun.api.WebPages;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.session.Session;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The record of a run. */
@Path("/runs/{run}/record")
public final class RecordController {
    private final WebPages.Rest rest;

    public RecordController(WebPages.Rest rest) {
        this.rest = rest;
    }

    @GET
    public RecordPage get(@Auth Session session, @PathParam("run") String run) {
        return new RecordPage(
                Frame.of("Record", Frame.Area.RUNS, session), run, rest.record().markdown(session.caller(), run));
    }

    @GET
    @Path("/markdown")
    public Response markdown(@Auth Session session, @PathParam("run") String run) {
        return Response.ok(rest.record().markdown(session.caller(), run), "text/markdown; charset=utf-8")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"record.md\"")
                .build();
    }
}
