package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.record.RecordArchive;
import dev.crossrun.api.record.RecordItem;
import dev.crossrun.api.request.QueryParameters;
import dev.crossrun.api.run.Page;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The archive: records of ended runs, also of those that Temporal no longer has. */
@Path("/v1/records")
@Produces(MediaType.APPLICATION_JSON)
public final class RecordsResource {
    private final Optional<RecordArchive> archive;

    public RecordsResource(Optional<RecordArchive> archive) {
        this.archive = archive;
    }

    @Operation(
            id = "listRecords",
            summary = "Lists the archived records of ended runs, the newest first",
            refusals = ProblemCode.NOT_FOUND)
    @GET
    public Page<RecordItem> list(
            @Auth Principal caller,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int size = QueryParameters.limit(limit);
        return archive.orElseThrow(
                        () -> ApiException.notFound("There is no archive of records. Set records in api.yml."))
                .list(caller, size, Optional.ofNullable(cursor));
    }
}
