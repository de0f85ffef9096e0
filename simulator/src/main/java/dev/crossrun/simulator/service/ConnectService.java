package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Amazon Connect: instances, users and profiles, each API at two calls per second with a burst of five. */
public final class ConnectService extends Operations {
    private static final String INVALID = "InvalidParameterException";

    private final RateLimit limit;

    public ConnectService(World world) {
        super("connect");
        this.limit = new RateLimit(world.clock(), 2, 5);
        on("ListInstances", ConnectService::listInstances);
        new ConnectCreation().addTo(this);
        on("DescribeInstance", ConnectService::instanceArn, ConnectService::describeInstance);
        on("SearchUsers", ConnectService::instanceArn, ConnectService::searchUsers);
        on("ListUsers", call -> instanceArn(call) + "/agent/*", ConnectService::listUsers);
        on(
                "DescribeUser",
                call -> instanceArn(call) + "/agent/"
                        + call.input().path("UserId").asText(),
                ConnectService::describeUser);
        on(
                "ListRoutingProfiles",
                call -> instanceArn(call) + "/routing-profile/*",
                call -> listProfiles(call, "RoutingProfileSummaryList", ConnectInstance::routingProfiles));
        on(
                "ListSecurityProfiles",
                call -> instanceArn(call) + "/security-profile/*",
                call -> listProfiles(call, "SecurityProfileSummaryList", ConnectInstance::securityProfiles));
    }

    /** Creating an instance makes a directory and Connect's own role (Connect user guide, "Required permissions"). */
    @Override
    public List<String> actions(ServiceCall call) {
        return switch (call.operation()) {
            case "CreateInstance" ->
                List.of(
                        "connect:CreateInstance",
                        "ds:CheckAlias",
                        "ds:CreateAlias",
                        "ds:AuthorizeApplication",
                        "ds:UnauthorizeApplication",
                        "ds:CreateIdentityPoolDirectory",
                        "ds:DescribeDirectories",
                        "iam:CreateServiceLinkedRole",
                        "iam:PutRolePolicy");
            case "DeleteInstance" ->
                List.of("connect:DeleteInstance", "ds:DeleteDirectory", "ds:UnauthorizeApplication");
            default -> super.actions(call);
        };
    }

    @Override
    public Optional<ObjectNode> handle(ServiceCall call) {
        if (!limit.admits(call.operation() + "/" + call.caller().accountId() + "/" + call.region())) {
            throw new ServiceError(429, "TooManyRequestsException", "Too Many Requests");
        }
        return super.handle(call);
    }

    private static Optional<ObjectNode> listInstances(ServiceCall call) {
        List<ConnectInstance> instances =
                call.world().requireAccount(call.caller().accountId()).connectInstances(call.region());
        return paged(call, "InstanceSummaryList", instances, 10, 10, ConnectService::summary);
    }

    private static Optional<ObjectNode> describeInstance(ServiceCall call) {
        ObjectNode output = object();
        ConnectInstance instance = instance(call);
        ObjectNode described = summary(instance);
        ObjectNode tags = described.putObject("Tags");
        instance.creation().tags().forEach(tags::put);
        if (instance.status().equals("CREATION_FAILED")) {
            described
                    .putObject("StatusReason")
                    .put("Message", instance.creation().failure().orElse("Unknown"));
        }
        output.set("Instance", described);
        return Optional.of(output);
    }

    private static Optional<ObjectNode> searchUsers(ServiceCall call) {
        ConnectInstance instance = instance(call);
        List<ConnectUser> found = instance.users().visible().stream()
                .filter(UserCriteria.of(call.input().path("SearchCriteria")))
                .toList();
        Optional<ObjectNode> output = paged(call, "Users", found, 100, 500, ConnectService::user);
        output.ifPresent(node -> node.put("ApproximateTotalCount", found.size()));
        return output;
    }

    private static Optional<ObjectNode> listUsers(ServiceCall call) {
        List<ConnectUser> users = instance(call).users().visible();
        return paged(
                call,
                "UserSummaryList",
                users,
                100,
                1000,
                user -> object().put("Id", user.id()).put("Arn", user.arn()).put("Username", user.username()));
    }

    private static Optional<ObjectNode> describeUser(ServiceCall call) {
        ConnectInstance instance = instance(call);
        String userId = Input.of(call, INVALID).textOfLength("UserId", 1, 256);
        ConnectUser user = instance.users().get(userId).orElseThrow(() -> notFound("User not found"));
        ObjectNode output = object();
        output.set("User", user(user));
        return Optional.of(output);
    }

    private static Optional<ObjectNode> listProfiles(
            ServiceCall call, String list, Function<ConnectInstance, List<ConnectInstance.Profile>> profiles) {
        return paged(
                call,
                list,
                profiles.apply(instance(call)),
                100,
                1000,
                profile -> object().put("Id", profile.id())
                        .put("Arn", profile.arn())
                        .put("Name", profile.name()));
    }

    private static <T> Optional<ObjectNode> paged(
            ServiceCall call, String list, List<T> all, int defaultSize, int maxSize, Function<T, ObjectNode> form) {
        Input input = Input.of(call, INVALID);
        Page<T> page = Page.of(
                all,
                input.number("MaxResults", defaultSize, 1, maxSize),
                input.optionalText("NextToken"),
                list + call.input().path("InstanceId").asText(),
                () -> new ServiceError(400, "InvalidRequestException", "Invalid NextToken"));
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

    private static ServiceError notFound(String message) {
        return new ServiceError(404, "ResourceNotFoundException", message);
    }

    static String instanceArn(ServiceCall call) {
        String id = call.input().path("InstanceId").asText();
        return id.startsWith("arn:")
                ? id
                : "arn:aws:connect:" + call.region() + ":" + call.caller().accountId() + ":instance/" + id;
    }

    private static ObjectNode summary(ConnectInstance instance) {
        return object().put("Id", instance.id())
                .put("Arn", instance.arn())
                .put("IdentityManagementType", instance.identityManagementType().name())
                .put("InstanceAlias", instance.alias())
                .put("CreatedTime", (double) instance.createdTime().getEpochSecond())
                .put(
                        "ServiceRole",
                        "arn:aws:iam::" + instance.accountId()
                                + ":role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect")
                .put("InstanceStatus", instance.status())
                .put("InboundCallsEnabled", instance.creation().inboundCalls())
                .put("OutboundCallsEnabled", instance.creation().outboundCalls())
                .put("InstanceAccessUrl", "https://" + instance.alias() + ".my.connect.aws");
    }

    private static ObjectNode user(ConnectUser user) {
        ObjectNode node = object().put("Id", user.id())
                .put("Arn", user.arn())
                .put("Username", user.username())
                .put("RoutingProfileId", user.routingProfileId());
        node.putObject("IdentityInfo").put("FirstName", user.firstName()).put("LastName", user.lastName());
        node.putObject("PhoneConfig").put("PhoneType", "SOFT_PHONE").put("AfterContactWorkTimeLimit", 0);
        ArrayNode profiles = node.putArray("SecurityProfileIds");
        user.securityProfileIds().forEach(profiles::add);
        ObjectNode tags = node.putObject("Tags");
        user.tags().forEach(tags::put);
        return node;
    }
}
