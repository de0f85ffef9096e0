package dev.crossrun.desk.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.WebPages;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.resource.RunbookResponse;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.form.SchemaForm;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.TypedText;
import dev.crossrun.desk.session.Session;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The form that starts a run of a runbook: made from the schema of its input, or the input as JSON. */
@Path("/runbooks/{runbook}/start")
public final class StartController {
    private final WebPages.Rest rest;

    public StartController(WebPages.Rest rest) {
        this.rest = rest;
    }

    /** {@code from=example} fills the form in; {@code as=json} takes the input as JSON. */
    @GET
    public StartPage get(
            @Auth Session session,
            @PathParam("runbook") String name,
            @QueryParam("from") @Nullable String from,
            @QueryParam("as") @Nullable String as) {
        RunbookResponse runbook = rest.runbooks().get(session.caller(), name);
        Optional<JsonNode> example = runbook.example().filter(any -> "example".equals(from));
        Optional<String> json = "json".equals(as)
                ? Optional.of(example.map(JsonNode::toPrettyString).orElse(""))
                : Optional.empty();
        return page(
                session,
                runbook,
                example.orElse(MissingNode.getInstance()),
                json,
                UUID.randomUUID().toString(),
                Optional.empty());
    }

    @POST
    public Response post(
            @Auth Session session, @PathParam("runbook") String name, @Context ContainerRequestContext request) {
        TypedText typed = TypedText.in(request);
        RunbookResponse runbook = rest.runbooks().get(session.caller(), name);
        SchemaForm form = new SchemaForm(runbook.inputSchema());
        String key = typed.value("key").orElseGet(() -> UUID.randomUUID().toString());
        Optional<String> json = Optional.of(String.join("\n", typed.values("json")))
                .filter(any -> !typed.values("json").isEmpty());
        ObjectNode input = form.read(typed);
        Optional<ObjectNode> edited = form.edited(typed);
        if (edited.isPresent()) {
            return Response.ok(page(session, runbook, edited.get(), json, key, Optional.empty()))
                    .build();
        }
        try {
            String body = json.orElseGet(input::toString);
            Response started = rest.runbooks()
                    .start(
                            session.caller(),
                            name,
                            typed.value("plan").isPresent() ? "true" : null,
                            key,
                            body.getBytes(StandardCharsets.UTF_8));
            return Response.seeOther(URI.create("/desk/runs/" + ((RunResponse) started.getEntity()).id()))
                    .build();
        } catch (ApiException refused) {
            if (refused.code().status() >= 500) {
                throw refused;
            }
            // Another try with another input must not be taken for the first one.
            String next = refused.code() == ProblemCode.IDEMPOTENCY_KEY_REUSED
                    ? UUID.randomUUID().toString()
                    : key;
            return Response.status(refused.code().status())
                    .entity(page(session, runbook, input, json, next, Optional.of(refused)))
                    .build();
        }
    }

    private StartPage page(
            Session session,
            RunbookResponse runbook,
            JsonNode input,
            Optional<String> json,
            String key,
            Optional<ApiException> refused) {
        Map<String, String> faults = new HashMap<>();
        refused.ifPresent(why -> why.errors().forEach(item -> faults.putIfAbsent(item.pointer(), item.detail())));
        return new StartPage(
                Frame.of("Start " + runbook.runbook().name(), Frame.Area.RUNBOOKS, session),
                runbook.runbook(),
                runbook.example().isPresent(),
                json.isPresent() ? List.of() : new SchemaForm(runbook.inputSchema()).fields(input, faults),
                json,
                key,
                refused.map(why -> new StartPage.Problem(why.detail(), why.errors())),
                runbook.runbook().actions().stream()
                        .flatMap(action -> action.reason().stream())
                        .findFirst());
    }
}
