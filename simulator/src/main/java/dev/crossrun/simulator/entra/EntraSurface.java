package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.Calls;
import dev.crossrun.simulator.Faults;
import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A tenant on the wire: Graph v1.0 under {@code /v1.0}, and under the tenant's id its token endpoint and metadata. */
public final class EntraSurface implements Surface {
    private static final String GRAPH = "/v1.0";

    private final World world;
    private final EntraTenant tenant;
    private final Faults faults;
    private final Calls calls;
    private final AccessTokens tokens;
    private final List<GraphRoute> routes;

    public EntraSurface(World world, EntraTenant tenant, Provisioning provisioning, Faults faults, Calls calls) {
        this.world = world;
        this.tenant = tenant;
        this.faults = faults;
        this.calls = calls;
        this.tokens = new AccessTokens(tenant);
        this.routes = Stream.of(
                        GraphApplications.routes(),
                        GraphServicePrincipals.routes(),
                        GraphDirectory.routes(),
                        new GraphSynchronization(provisioning).routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public boolean serves(HttpCall call) {
        return call.path().startsWith(GRAPH + "/") || call.path().startsWith("/" + tenant.id() + "/");
    }

    @Override
    public HttpReply handle(HttpCall call) {
        return world.locked(() -> answer(call));
    }

    private HttpReply answer(HttpCall call) {
        String requestId = tenant.ids().uuid();
        try {
            if (call.path().equals("/" + tenant.id() + "/oauth2/v2.0/token")) {
                return tokens.issue(call);
            }
            if (call.path().equals("/" + tenant.id() + "/federationmetadata/2007-06/federationmetadata.xml")) {
                return new FederationMetadata(tenant).document(GraphCall.options(call));
            }
            return graph(call, requestId);
        } catch (GraphError e) {
            return e.reply(requestId, tenant.now());
        }
    }

    private HttpReply graph(HttpCall call, String requestId) {
        String path = call.path().startsWith(GRAPH) ? call.path().substring(GRAPH.length()) : call.path();
        for (GraphRoute route : routes) {
            Optional<Map<String, String>> ids = route.match(call.method(), path);
            if (ids.isPresent()) {
                return perform(route, call, ids.get(), requestId);
            }
        }
        throw new GraphError(400, "BadRequest", "Resource not found for the segment '" + path + "'.");
    }

    private HttpReply perform(GraphRoute route, HttpCall call, Map<String, String> ids, String requestId) {
        GraphClient client = tokens.authenticate(call);
        try {
            faults.take(route.operation()).ifPresent(fault -> {
                throw new GraphError(fault.status(), fault.code(), fault.message());
            });
            String url = "https://" + call.header("Host").orElse("graph.microsoft.com") + call.path();
            GraphCall graphCall =
                    new GraphCall(tenant, client, url, ids, GraphCall.body(call), GraphCall.options(call));
            Optional<ObjectNode> answer = route.handler().apply(graphCall);
            note(route, client, route.status(), Optional.empty());
            HttpReply reply = answer.map(body -> HttpReply.of(route.status(), "application/json", body.toString()))
                    .orElseGet(() -> new HttpReply(204, Map.of(), HttpBody.of("")));
            return reply.withHeader("request-id", requestId);
        } catch (GraphError e) {
            note(route, client, e.status(), Optional.of(e.code()));
            throw e;
        }
    }

    private void note(GraphRoute route, GraphClient client, int status, Optional<String> code) {
        calls.add(new Calls.Call(route.operation(), tenant.id(), "", Optional.of(client.clientId()), status, code));
    }
}
