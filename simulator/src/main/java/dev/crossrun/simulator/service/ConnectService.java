package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossrun.simulator.wire.RateLimit;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Amazon Connect: instances, their users and profiles, each API at two calls per second with a burst of five. */
public final class ConnectService extends Operations {
    private static final String TAG = "connect:TagResource";

    static final String INVALID = "InvalidParameterException";
    static final String INVALID_REQUEST = "InvalidRequestException";

    private final RateLimit limit;

    public ConnectService(World world) {
        super("connect");
        this.limit = new RateLimit(world, 2, Duration.ofSeconds(1), 5);
        ConnectInstanceOperations.addTo(this);
        ConnectUserOperations.addTo(this);
        on(
                "ListRoutingProfiles",
                call -> instanceArn(call) + "/routing-profile/*",
                call -> listProfiles(call, "RoutingProfileSummaryList", ConnectInstance::routingProfiles));
        on(
                "ListSecurityProfiles",
                call -> instanceArn(call) + "/security-profile/*",
                call -> listProfiles(call, "SecurityProfileSummaryList", ConnectInstance::securityProfiles));
        on(
                "ListSecurityProfilePermissions",
                call -> instanceArn(call) + "/security-profile/"
                        + call.input().path("SecurityProfileId").asText(),
                ConnectService::listPermissions);
    }

    /**
     * An instance comes with a directory and a service-linked role, which the caller must be allowed to make. To create
     * something with tags one must be allowed to tag it, too.
     */
    @Override
    public List<String> actions(ServiceCall call) {
        boolean tags = call.operation().startsWith("Create")
                && !call.input().path("Tags").isEmpty();
        return Stream.of(
                        super.actions(call).stream(),
                        tags ? Stream.of(TAG) : Stream.<String>empty(),
                        ConnectInstanceOperations.dependentActions(call.operation()).stream())
                .flatMap(each -> each)
                .toList();
    }

    @Override
    public List<String> resources(ServiceCall call, String action) {
        if (action.equals(TAG) && call.operation().equals("CreateInstance")) {
            return List.of(
                    "arn:aws:connect:" + call.region() + ":" + call.caller().accountId() + ":instance/*");
        }
        return action.startsWith("connect:")
                ? super.resources(call, action)
                : List.of(ConnectInstanceOperations.dependentResource(call, action));
    }

    @Override
    public Optional<ObjectNode> handle(ServiceCall call) {
        if (!limit.admits(call.operation() + "/" + call.caller().accountId() + "/" + call.region())) {
            throw new ServiceError(429, "TooManyRequestsException", "Too Many Requests");
        }
        return super.handle(call);
    }

    private static Optional<ObjectNode> listProfiles(
            ServiceCall call, String list, Function<ConnectInstance, List<ConnectInstance.Profile>> profiles) {
        return paged(
                call,
                list,
                profiles.apply(activeInstance(call)),
                100,
                1000,
                profile -> object().put("Id", profile.id())
                        .put("Arn", profile.arn())
                        .put("Name", profile.name()));
    }

    private static Optional<ObjectNode> listPermissions(ServiceCall call) {
        String id = Input.of(call, INVALID).text("SecurityProfileId");
        ConnectInstance.Profile profile = activeInstance(call).securityProfiles().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> notFound("Security profile not found"));
        return paged(call, "Permissions", profile.permissions(), 100, 1000, TextNode::valueOf);
    }

    static <T> Optional<ObjectNode> paged(
            ServiceCall call,
            String list,
            List<T> all,
            int defaultSize,
            int maxSize,
            Function<T, ? extends JsonNode> form) {
        Input input = Input.of(call, INVALID);
        ListPage<T> page = ListPage.of(
                all,
                input.number("MaxResults", defaultSize, 1, maxSize),
                input.optionalText("NextToken"),
                list
                        + call.input().path("InstanceId").asText()
                        + call.input().path("SecurityProfileId").asText(),
                () -> new ServiceError(400, INVALID_REQUEST, "Invalid NextToken"));
        ObjectNode output = object();
        output.set(list, page.render(form));
        page.nextToken().ifPresent(token -> output.put("NextToken", token));
        return Optional.of(output);
    }

    static ConnectInstance instance(ServiceCall call) {
        String id = Input.of(call, INVALID).textOfLength("InstanceId", 1, 100);
        return call.world().requireAccount(call.caller().accountId()).connectInstances(call.region()).stream()
                .filter(instance -> instance.id().equals(id) || instance.arn().equals(id))
                .findFirst()
                .orElseThrow(() -> notFound("Instance not found"));
    }

    /** The instance, as far as something can be done in it. */
    static ConnectInstance activeInstance(ServiceCall call) {
        ConnectInstance instance = instance(call);
        if (!instance.isActive()) {
            throw new ServiceError(400, INVALID_REQUEST, "Instance is not active: " + instance.status());
        }
        return instance;
    }

    /** Refuses to change an instance that is deleted, though readers may still see it. */
    static ConnectInstance existing(ServiceCall call, ConnectInstance seen) {
        if (!call.world().requireAccount(seen.accountId()).allConnectInstances().contains(seen)) {
            throw notFound("Instance not found");
        }
        return seen;
    }

    static ServiceError notFound(String message) {
        return new ServiceError(404, "ResourceNotFoundException", message);
    }

    static String instanceArn(ServiceCall call) {
        String id = call.input().path("InstanceId").asText();
        return id.startsWith("arn:")
                ? id
                : "arn:aws:connect:" + call.region() + ":" + call.caller().accountId() + ":instance/" + id;
    }

    static ObjectNode tags(Map<String, String> tags) {
        ObjectNode node = object();
        tags.forEach(node::put);
        return node;
    }
}
