package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.RateLimit;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A tenant on the wire: Graph v1.0 under {@code /v1.0}, and under the tenant's id its token endpoint and metadata. */
public final class EntraSurface implements Surface {
    private static final String GRAPH = "/v1.0";
    private static final String TOKEN = "entra:token";
    private static final String METADATA = "entra:federationMetadata";

    private final World world;
    private final EntraTenant tenant;
    private final Faults faults;
    private final CallLog calls;
    private final AccessTokens tokens;
    private final List<GraphRoute> routes;

    public EntraSurface(
            World world, EntraTenant tenant, ProvisioningService provisioning, Faults faults, CallLog calls) {
        this.world = world;
        this.tenant = tenant;
        this.faults = faults;
        this.calls = calls;
        this.tokens = new AccessTokens(tenant);
        this.routes = Stream.of(
                        GraphApplications.routes(),
                        GraphServicePrincipals.routes(),
                        GraphDirectory.routes(),
                        new GraphSynchronization(
                                        provisioning, new RateLimit(world.clock(), 5, Duration.ofSeconds(10), 5))
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public boolean serves(HttpCall call) {
        return call.path().startsWith(GRAPH + "/") || call.path().startsWith("/" + tenant.id() + "/");
    }

    /** Whether there is an operation of this name, such as {@code graph:instantiate}. */
    public boolean has(String operation) {
        return operation.equals(TOKEN)
                || operation.equals(METADATA)
                || routes.stream().anyMatch(route -> route.operation().equals(operation));
    }

    @Override
    public HttpReply handle(HttpCall call) {
        return world.locked(() -> answer(call));
    }

    private HttpReply answer(HttpCall call) {
        String requestId = tenant.ids().uuid();
        try {
            if (call.path().equals("/" + tenant.id() + "/oauth2/v2.0/token")) {
                return signIn(TOKEN, call, () -> tokens.issue(call));
            }
            if (call.path().equals("/" + tenant.id() + "/federationmetadata/2007-06/federationmetadata.xml")) {
                return signIn(METADATA, call, () -> new FederationMetadata(tenant).document(GraphCall.options(call)));
            }
            return graph(call, requestId);
        } catch (GraphError e) {
            return e.reply(requestId, tenant.now());
        }
    }

    private HttpReply signIn(String operation, HttpCall call, Supplier<HttpReply> handling) {
        Faults.Occasion occasion = new Faults.Occasion(operation, call.path(), GraphCall.decoded(call.query()));
        return faults.answer(occasion, handling, AccessTokens::refusal);
    }

    private HttpReply graph(HttpCall call, String requestId) {
        String path = call.path().startsWith(GRAPH) ? call.path().substring(GRAPH.length()) : call.path();
        for (GraphRoute route : routes) {
            Optional<Map<String, String>> ids = route.match(call.method(), path);
            if (ids.isPresent()) {
                GraphClient client = tokens.authenticate(call);
                return faults.answer(
                        new Faults.Occasion(
                                route.operation(),
                                GraphCall.decoded(path),
                                GraphCall.decoded(call.query()) + call.text(),
                                innermostFirst(ids.get())),
                        () -> perform(route, call, client, ids.get(), requestId),
                        fault -> refuse(route, client, GraphError.of(fault), requestId));
            }
        }
        throw new GraphError(400, "BadRequest", "Resource not found for the segment '" + path + "'.");
    }

    /** The ids of a path: that of a job before that of its service principal. */
    private static List<String> innermostFirst(Map<String, String> ids) {
        List<String> all = new ArrayList<>(ids.values());
        Collections.reverse(all);
        return all;
    }

    private HttpReply perform(
            GraphRoute route, HttpCall call, GraphClient client, Map<String, String> ids, String requestId) {
        try {
            String url = "https://" + call.header("Host").orElse("graph.microsoft.com") + call.path();
            GraphCall graphCall =
                    new GraphCall(tenant, client, url, ids, GraphCall.body(call), GraphCall.options(call));
            Optional<ObjectNode> answer = route.handler().apply(graphCall);
            note(route, client, route.status(), Optional.empty());
            HttpReply reply = answer.map(body -> HttpReply.of(route.status(), "application/json", body.toString()))
                    .orElseGet(() -> new HttpReply(204, Map.of(), HttpBody.of("")));
            return reply.withHeader("request-id", requestId);
        } catch (GraphError e) {
            return refuse(route, client, e, requestId);
        }
    }

    private HttpReply refuse(GraphRoute route, GraphClient client, GraphError error, String requestId) {
        note(route, client, error.status(), Optional.of(error.code()));
        return error.reply(requestId, tenant.now());
    }

    private void note(GraphRoute route, GraphClient client, int status, Optional<String> code) {
        calls.add(new CallLog.Call(route.operation(), tenant.id(), "", Optional.of(client.clientId()), status, code));
    }
}
