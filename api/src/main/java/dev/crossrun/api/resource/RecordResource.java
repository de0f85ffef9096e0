package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.record.RecordItem;
import dev.crossrun.api.record.RecordMarkdown;
import dev.crossrun.api.record.Records;
import dev.crossrun.api.record.RunRecord;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** The record of a run. */
@Path("/v1/runs/{run}/record")
public final class RecordResource {
    private static final String SUMMARY =
            "The whole story of a run: request, plan, approvals, steps, tasks with their answers, documents, undo and events";

    private static final int LONGEST_REASON = 500;

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

    @Operation(
            id = "eraseRecord",
            summary =
                    "Erases the record of an ended run in the archive, such as for personal data; its chain keeps who did it and why",
            refusals = {ProblemCode.FORBIDDEN, ProblemCode.CONFLICT})
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public RecordItem erase(
            @Auth Principal caller, @PathParam("run") String run, @QueryParam("reason") @Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw ApiException.invalid("/reason", "must say why, in at most " + LONGEST_REASON + " characters");
        }
        return records.erase(run, caller, reason);
    }

    /** For people, in Markdown (CommonMark with tables). What others wrote is escaped. */
    @Operation(id = "getRecord", summary = SUMMARY)
    @GET
    @Produces(RecordMarkdown.MEDIA_TYPE + ";qs=0.5")
    public String markdown(@Auth Principal caller, @PathParam("run") String run) {
        return RecordMarkdown.of(records.of(run, caller));
    }
}
