package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.health.Health;
import dev.crossrun.api.health.WorkerCheck;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.run.actor.Role;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;

/** Whether Temporal, a worker and its credentials work. For probes, which need no token, see the admin port. */
@Path("/v1/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private final WorkerCheck check;

    public HealthResource(WorkerCheck check) {
        this.check = check;
    }

    /** Calls STS for each account and Entra for each tenant of the worker's settings; it may take a minute. */
    @Operation(
            id = "getHealth",
            summary =
                    "Whether Temporal answers, a worker works, and its credentials for each account and tenant can be used",
            refusals = ProblemCode.FORBIDDEN)
    @GET
    public Health get(@Auth Principal caller) {
        if (!caller.hasEverywhere(Set.of(Role.ADMINISTRATOR))) {
            throw ApiException.forbidden("This takes the role ADMINISTRATOR, for every run");
        }
        return check.now();
    }
}
