package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.InjectedFault;
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
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Graph v1.0 under {@code /v1.0}, and under the id of a tenant its sign-in endpoints, its keys and its metadata. */
public final class EntraSurface implements Surface {
    private static final Pattern GRAPH = Pattern.compile("/(v1\\.0|beta)(/.*)");
    private static final Pattern SIGN_IN =
            Pattern.compile("/([^/]+)/((?:oauth2|v2\\.0|discovery|federationmetadata)/.*)");
    private static final String TOKEN = "entra:token";
    private static final String METADATA = "entra:federationMetadata";
    /** Authorities for applications of several tenants. */
    private static final Set<String> SHARED = Set.of("common", "organizations", "consumers");

    private static final String COUNT = "/$count";

    /** The first segments of Graph's paths that worker and people use most. */
    private static final Set<String> SEGMENTS = Set.of(
            "$batch",
            "applications",
            "applicationTemplates",
            "auditLogs",
            "devices",
            "directory",
            "directoryObjects",
            "directoryRoles",
            "domains",
            "groups",
            "identity",
            "me",
            "oauth2PermissionGrants",
            "organization",
            "policies",
            "reports",
            "roleManagement",
            "security",
            "servicePrincipals",
            "subscribedSkus",
            "subscriptions",
            "users");

    private final World world;
    private final EntraTenant tenant;
    private final Faults faults;
    private final CallLog calls;
    private final TokenKey key;
    private final AccessTokens tokens;
    private final TokenEndpoint tokenEndpoint;
    private final AuthorizeEndpoint authorizeEndpoint;
    private final List<GraphRoute> routes;

    public EntraSurface(
            World world, EntraTenant tenant, ProvisioningService provisioning, Faults faults, CallLog calls) {
        this.world = world;
        this.tenant = tenant;
        this.faults = faults;
        this.calls = calls;
        this.key = new TokenKey(tenant);
        this.tokens = new AccessTokens(tenant, key);
        AuthorizationCodes codes = new AuthorizationCodes(tenant);
        this.tokenEndpoint = new TokenEndpoint(tenant, tokens, codes, new UserTokens(tenant, key));
        this.authorizeEndpoint = new AuthorizeEndpoint(tenant, codes);
        this.routes = Stream.of(
                        GraphTemplates.routes(),
                        GraphApplications.routes(),
                        GraphServicePrincipals.routes(),
                        GraphCertificates.routes(),
                        GraphAssignments.routes(),
                        GraphDirectory.routes(),
                        GraphAuditLogs.routes(),
                        new GraphSynchronization(provisioning, new RateLimit(world, 5, Duration.ofSeconds(10), 5))
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public boolean serves(HttpCall call) {
        return GRAPH.matcher(call.path()).matches()
                || SIGN_IN.matcher(call.path()).matches();
    }

    /** Whether there is an operation of this name, such as {@code graph:instantiate}. */
    public boolean has(String operation) {
        return operation.equals(TOKEN)
                || operation.equals(METADATA)
                || routes.stream().anyMatch(route -> route.operation().equals(operation));
    }

    @Override
    public HttpReply handle(HttpCall call) {
        return world.locked(() -> {
            Matcher graph = GRAPH.matcher(call.path());
            return graph.matches() ? graph(call, graph.group(1), graph.group(2)) : signIn(call);
        });
    }

    private HttpReply signIn(HttpCall call) {
        Matcher path = SIGN_IN.matcher(call.path());
        SignInReplies replies = new SignInReplies(tenant, call);
        if (!path.matches()) {
            return replies.unknownPage();
        }
        String asked = path.group(1);
        String page = path.group(2);
        if (SHARED.contains(asked) && page.startsWith("oauth2/")) {
            return page.endsWith("/token")
                    ? tokenEndpoint.refuseShared(call, asked, replies)
                    : authorizeEndpoint.refuseShared(call, asked, replies);
        }
        if (!asked.equals(tenant.id())) {
            return replies.unknownTenant(asked, page.startsWith("v2.0/"));
        }
        return switch (page) {
            case "oauth2/v2.0/token" ->
                faulty(TOKEN, call, () -> tokenEndpoint.answer(call, replies), replies::refusal);
            case "oauth2/v2.0/authorize" -> authorizeEndpoint.answer(call, replies);
            case "oauth2/v2.0/logout" -> authorizeEndpoint.signOut(call, replies);
            case "v2.0/.well-known/openid-configuration" -> replies.configuration();
            case "discovery/v2.0/keys" -> replies.json(200, key.published());
            case "federationmetadata/2007-06/federationmetadata.xml" ->
                faulty(
                        METADATA,
                        call,
                        () -> new FederationMetadata(tenant).document(GraphCall.options(call), replies),
                        replies::refusal);
            default -> replies.unknownPage();
        };
    }

    private HttpReply faulty(
            String operation, HttpCall call, Supplier<HttpReply> handling, Function<InjectedFault, HttpReply> refusal) {
        Faults.Occasion occasion = new Faults.Occasion(operation, call.path(), GraphCall.decoded(call.query()));
        return faults.answer(occasion, handling, refusal);
    }

    private HttpReply graph(HttpCall call, String version, String path) {
        Ids ids = new Ids(
                tenant.ids().uuid(),
                call.header("client-request-id").orElseGet(() -> tenant.ids().uuid()));
        HttpReply reply;
        try {
            reply = route(call, version, path, ids);
        } catch (GraphError e) {
            reply = e.reply(ids.request(), ids.client(), tenant.now());
        }
        return reply.isNone()
                ? reply
                : reply.withHeader("request-id", ids.request()).withHeader("client-request-id", ids.client());
    }

    private HttpReply route(HttpCall call, String version, String asked, Ids ids) {
        GraphClient client = tokens.authenticate(call);
        if (!version.equals("v1.0")) {
            throw GraphError.notSimulated("the endpoint /" + version);
        }
        boolean counted = call.method().equals("GET") && asked.endsWith(COUNT);
        String path = counted ? asked.substring(0, asked.length() - COUNT.length()) : asked;
        for (GraphRoute route : routes) {
            Optional<Map<String, String>> found = route.match(call.method(), path);
            if (found.isPresent()) {
                Request request = new Request(call, client, route, found.get(), counted, ids);
                return faults.answer(
                        new Faults.Occasion(
                                route.operation(),
                                GraphCall.decoded(path),
                                GraphCall.decoded(call.query()) + call.text(),
                                innermostFirst(found.get())),
                        () -> perform(request),
                        fault -> refuse(request, GraphError.of(fault)));
            }
        }
        throw unknown(call.method(), path);
    }

    private static GraphError unknown(String method, String path) {
        String segment = path.substring(1).replaceFirst("[/(].*", "");
        if (!SEGMENTS.contains(segment)) {
            return new GraphError(400, "BadRequest", "Resource not found for the segment '" + segment + "'.");
        }
        return Set.of("GET", "POST", "PATCH", "PUT", "DELETE").contains(method)
                ? GraphError.notSimulated(method + " " + path)
                : new GraphError(405, "BadRequest", "Specified HTTP method is not allowed for the request target.");
    }

    /** The ids of a path: that of a job before that of its service principal. */
    private static List<String> innermostFirst(Map<String, String> ids) {
        List<String> all = new ArrayList<>(ids.values());
        Collections.reverse(all);
        return all;
    }

    private HttpReply perform(Request request) {
        GraphRoute route = request.route();
        try {
            Optional<ObjectNode> answer = route.handler().apply(call(request));
            note(request, route.status(), Optional.empty());
            return answer.map(body -> reply(request, body))
                    .orElseGet(() -> new HttpReply(204, Map.of(), HttpBody.of("")));
        } catch (GraphError e) {
            return refuse(request, e);
        }
    }

    private GraphCall call(Request request) {
        HttpCall http = request.http();
        String url = "https://" + http.header("Host").orElse("graph.microsoft.com") + http.path();
        GraphQuery query = GraphQuery.of(http);
        return new GraphCall(
                tenant,
                request.client(),
                url,
                request.path(),
                GraphCall.body(http),
                request.counted() ? query.counting() : query);
    }

    private static HttpReply reply(Request request, ObjectNode body) {
        if (!request.counted()) {
            return HttpReply.of(request.route().status(), "application/json", body.toString());
        }
        if (!body.has("@odata.count")) {
            throw new GraphError(400, "BadRequest", "Resource not found for the segment '$count'.");
        }
        return HttpReply.of(200, "text/plain", body.path("@odata.count").asText());
    }

    private HttpReply refuse(Request request, GraphError error) {
        note(request, error.status(), Optional.of(error.code()));
        return error.reply(request.ids().request(), request.ids().client(), tenant.now());
    }

    private void note(Request request, int status, Optional<String> code) {
        calls.add(new CallLog.Call(
                request.route().operation(),
                tenant.id(),
                "",
                Optional.of(request.client().clientId()),
                status,
                code));
    }

    /** How caller and service name a request. */
    private record Ids(String request, String client) {}

    /** A request of a known caller to a known operation. */
    private record Request(
            HttpCall http, GraphClient client, GraphRoute route, Map<String, String> path, boolean counted, Ids ids) {}
}
