package dev.crossrun.desk.runbook;

import dev.crossrun.api.WebPages;
import dev.crossrun.api.resource.RunbookResponse;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.picture.Picture;
import dev.crossrun.desk.session.Session;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The runbooks. */
@Path("/runbooks")
public final class RunbookController {
    private final WebPages.Rest rest;

    public RunbookController(WebPages.Rest rest) {
        this.rest = rest;
    }

    @GET
    public RunbooksPage list(@Auth Session session) {
        return new RunbooksPage(
                Frame.of("Runbooks", Frame.Area.RUNBOOKS, session),
                rest.runbooks().list(session.caller()).items());
    }

    @GET
    @Path("/{runbook}")
    public RunbookPage get(@Auth Session session, @PathParam("runbook") String name) {
        RunbookResponse runbook = rest.runbooks().get(session.caller(), name);
        return new RunbookPage(
                Frame.of(runbook.runbook().title(), Frame.Area.RUNBOOKS, session),
                runbook,
                Picture.ofCatalogue(runbook.steps()));
    }
}
