package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.request.QueryParameters;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.Runs;
import dev.crossrun.run.task.TaskKind;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The inbox: the open tasks of all runs. */
@Path("/v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
public final class InboxResource {
    private final Runs runs;
    private final Inbox inbox;

    public InboxResource(Runs runs, Inbox inbox) {
        this.runs = runs;
        this.inbox = inbox;
    }

    @Operation(id = "listTasks", summary = "Lists the open tasks of all runs", refusals = ProblemCode.NOT_FOUND)
    @GET
    public Page<TaskItem> list(
            @Auth Principal caller,
            @QueryParam("run") @Nullable String run,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("mine") @Nullable String mine,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Inbox.Filter filter = new Inbox.Filter(
                Optional.ofNullable(run).map(id -> runs.require(id, caller)),
                Optional.ofNullable(kind).map(InboxResource::kind),
                QueryParameters.flag("/mine", mine));
        return inbox.list(filter, caller, QueryParameters.limit(limit), Optional.ofNullable(cursor));
    }

    private static TaskKind kind(String name) {
        try {
            return TaskKind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("/kind", "must be one of " + List.of(TaskKind.values()) + ", not " + name);
        }
    }
}
