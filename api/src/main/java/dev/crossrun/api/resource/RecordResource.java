package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.record.RecordMarkdown;
import dev.crossrun.api.record.Records;
import dev.crossrun.api.record.RunRecord;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The record of a run. */
@Path("/v1/runs/{run}/record")
public final class RecordResource {
    private static final String SUMMARY =
            "The whole story of a run: request, plan, approvals, steps, tasks with their answers, documents, undo and events";

    private final Records records;

    public RecordResource(Records records) {
        this.records = records;
    }

    @Operation(id = "getRecord", summary = SUMMARY)
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public RunRecord json(@Auth Principal caller, @PathParam("run") String run) {
        return records.of(run, caller);
    }

    /** For people, in Markdown (CommonMark with tables). What others wrote is escaped. */
    @Operation(id = "getRecord", summary = SUMMARY)
    @GET
    @Produces(RecordMarkdown.MEDIA_TYPE + ";qs=0.5")
    public String markdown(@Auth Principal caller, @PathParam("run") String run) {
        return RecordMarkdown.of(records.of(run, caller));
    }
}
