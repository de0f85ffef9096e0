package dev.crossrun.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.request.IdempotencyKey;
import dev.crossrun.api.request.JsonBodies;
import dev.crossrun.api.request.LiveSecrets;
import dev.crossrun.api.request.QueryParameters;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.OfferedRunbook;
import dev.crossrun.api.run.OfferedRunbooks;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunClient;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.api.run.RunId;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.api.run.Runs;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Fault;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.Runbook;
import io.dropwizard.auth.Auth;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be run, and the start of a run. */
@Path("/v1/runbooks")
@Produces(MediaType.APPLICATION_JSON)
public final class RunbooksResource {
    /** How many earlier runs of a name are looked at for an idempotency key. */
    private static final int MOST_LISTED = 200;

    private final OfferedRunbooks offered;
    private final Runs runs;
    private final RunDirectory directory;
    private final RunClient client;
    private final JsonBodies bodies;

    public RunbooksResource(
            OfferedRunbooks offered, Runs runs, RunDirectory directory, RunClient client, JsonBodies bodies) {
        this.offered = offered;
        this.runs = runs;
        this.directory = directory;
        this.client = client;
        this.bodies = bodies;
    }

    @Operation(id = "listRunbooks", summary = "Lists the runbooks that can be run")
    @GET
    public Page<RunbookItem> list(@Auth Principal caller) {
        List<RunbookItem> items = offered.all().stream()
                .map(offer -> RunbookItem.of(offer.runbook(), caller))
                .toList();
        return new Page<>(items, Optional.empty());
    }

    @Operation(id = "getRunbook", summary = "Shows a runbook with the schema of its input and its steps")
    @GET
    @Path("/{runbook}")
    public RunbookResponse get(@Auth Principal caller, @PathParam("runbook") String name) {
        return RunbookResponse.of(offered.require(name), caller);
    }

    /** Starts a run, or gives the one that the same request has started. */
    @Operation(
            id = "startRun",
            summary = "Starts a run",
            status = 201,
            returns = RunResponse.class,
            refusals = {ProblemCode.FORBIDDEN, ProblemCode.CONFLICT, ProblemCode.IDEMPOTENCY_KEY_REUSED})
    @POST
    @Path("/{runbook}/runs")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(
            @Auth Principal caller,
            @PathParam("runbook") String runbook,
            @QueryParam("planOnly") @Nullable String planOnly,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            byte[] body) {
        OfferedRunbook offer = offered.require(runbook);
        require(caller.refusalToStart(runbook));
        JsonNode input = input(offer, body);
        List<AccountId> accounts = offer.runbook().accountsOf(input);
        require(caller.refusalToStart(runbook, accounts));
        Start start = new Start(
                offer.runbook(),
                new RunStart(
                        runbook,
                        input.path("name").asText(),
                        caller.actor(),
                        QueryParameters.flag("/planOnly", planOnly),
                        accounts,
                        Optional.empty(),
                        offer.runbook().revision()),
                IdempotencyKey.of(key),
                Sha256.of(body),
                caller);
        return earlier(start).orElseGet(() -> start(start, input));
    }

    private static void require(Optional<String> refusal) {
        refusal.ifPresent(why -> {
            throw ApiException.forbidden(why);
        });
    }

    private JsonNode input(OfferedRunbook offer, byte[] body) {
        ObjectNode input = bodies.object(body);
        List<Fault> faults = new ArrayList<>(offer.faults(input));
        faults.addAll(LiveSecrets.faults(input, Set.of()));
        if (!faults.isEmpty()) {
            throw ApiException.invalid("The input of " + offer.runbook().name() + " is not valid", faults);
        }
        return input;
    }

    private Response start(Start start, JsonNode input) {
        try {
            RunId id = client.start(start.runbook(), input, start.start(), start.memo());
            return located(201, id, runs.started(id, start.start(), start.caller()));
        } catch (WorkflowExecutionAlreadyStarted taken) {
            return earlier(start).orElseThrow(() -> open(start));
        }
    }

    /** The run that this request's key has started before. */
    private Optional<Response> earlier(Start start) {
        if (start.key().isEmpty()) {
            return Optional.empty();
        }
        return runsOf(start).filter(start::hasSameKey).findFirst().map(run -> {
            if (!run.idempotency().equals(start.memo())) {
                throw new ApiException(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "This " + IdempotencyKey.HEADER + " was used for " + run.id()
                                + " with another body or another planOnly");
            }
            return located(200, run.ref(), runs.remembered(run, start.caller()));
        });
    }

    /** The runs of this name that the caller sees, the latest first: that one from the service itself, since listings lag behind. */
    private Stream<Execution> runsOf(Start start) {
        RunId latest = new RunId(start.workflowId(), Optional.empty());
        RunFilter named = RunFilter.named(
                start.runbook().name(), start.start().name(), start.caller().scopes());
        return Stream.concat(
                client.find(latest).filter(run -> start.caller().sees(run.summary())).stream(),
                directory.list(named, MOST_LISTED, Optional.empty()).items().stream()
                        .filter(run -> run.workflowId().equals(start.workflowId())));
    }

    private ApiException open(Start start) {
        return ApiException.conflict("A run of this name is open"
                + client.find(new RunId(start.workflowId(), Optional.empty()))
                        .filter(run -> start.caller().sees(run.summary()))
                        .map(run -> ": " + run.id())
                        .orElse(""));
    }

    private static Response located(int status, RunId id, RunResponse run) {
        return Response.status(status)
                .location(URI.create("/v1/runs/" + id))
                .entity(run)
                .build();
    }

    /** A start as it was asked for. */
    private record Start(Runbook<?> runbook, RunStart start, Optional<String> key, Sha256 body, Principal caller) {
        String workflowId() {
            return runbook.workflowId(start.name());
        }

        /** What the run keeps of the key, and of what was asked for with it. */
        Optional<String> memo() {
            return key.map(text -> text + " " + Sha256.of("planOnly=" + start.planOnly() + " " + body));
        }

        boolean hasSameKey(Execution run) {
            return run.idempotency()
                    .filter(kept -> kept.startsWith(key.orElseThrow() + " "))
                    .isPresent();
        }
    }
}
