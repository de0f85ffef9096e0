package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectCreations;
import dev.crossrun.simulator.world.ConnectCreations.Created;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.Configuration;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import java.util.List;
import java.util.Optional;

/** The instances of Amazon Connect, which are created over a while. */
final class ConnectInstanceOperations {
    private static final String ALIAS = "^(?!d-)([\\da-zA-Z]+)([-]*[\\da-zA-Z])*$";
    private static final String SERVICE_ROLE =
            "role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect";

    private static final List<String> TO_CREATE = List.of(
            "ds:CheckAlias",
            "ds:CreateAlias",
            "ds:AuthorizeApplication",
            "ds:UnauthorizeApplication",
            "ds:CreateIdentityPoolDirectory",
            "ds:DescribeDirectories",
            "iam:CreateServiceLinkedRole",
            "iam:PutRolePolicy");
    private static final List<String> TO_DELETE =
            List.of("ds:DescribeDirectories", "ds:DeleteDirectory", "ds:UnauthorizeApplication");

    /** What is done to one directory; the other actions of the directory service support no resource. */
    private static final List<String> ON_A_DIRECTORY =
            List.of("ds:CreateAlias", "ds:AuthorizeApplication", "ds:UnauthorizeApplication", "ds:DeleteDirectory");

    private ConnectInstanceOperations() {}

    static void addTo(Operations service) {
        service.on("ListInstances", ConnectInstanceOperations::list);
        service.on("CreateInstance", ConnectInstanceOperations::create);
        service.on("DescribeInstance", ConnectService::instanceArn, ConnectInstanceOperations::describe);
        service.on("DeleteInstance", ConnectService::instanceArn, ConnectInstanceOperations::delete);
    }

    static List<String> dependentActions(String operation) {
        return switch (operation) {
            case "CreateInstance" -> TO_CREATE;
            case "DeleteInstance" -> TO_DELETE;
            default -> List.of();
        };
    }

    static String dependentResource(ServiceCall call, String action) {
        String accountId = call.caller().accountId();
        if (action.startsWith("iam:")) {
            return "arn:aws:iam::" + accountId + ":" + SERVICE_ROLE;
        }
        return ON_A_DIRECTORY.contains(action) ? "arn:aws:ds:" + call.region() + ":" + accountId + ":directory/*" : "*";
    }

    private static Optional<ObjectNode> list(ServiceCall call) {
        List<ConnectInstance> instances = account(call).connectInstances(call.region());
        return ConnectService.paged(call, "InstanceSummaryList", instances, 10, 10, ConnectInstanceOperations::summary);
    }

    private static Optional<ObjectNode> create(ServiceCall call) {
        Input input = Input.of(call, ConnectService.INVALID_REQUEST);
        Configuration configuration = configuration(input);
        Optional<String> token = input.optionalText("ClientToken", 0, 500);
        String accountId = call.caller().accountId();
        ConnectCreations creations = call.world().connectCreations();
        Optional<Created> earlier = token.flatMap(given -> creations.createdWith(given, accountId, call.region()));
        if (earlier.isPresent()) {
            return repeated(earlier.get(), configuration);
        }
        if (creations.isTaken(configuration.alias())) {
            throw invalid("Invalid Input. Instance alias is already used.");
        }
        checkAttempts(call);
        checkQuota(call);
        return created(Created.of(creations.create(accountId, call.region(), configuration, token)));
    }

    private static Configuration configuration(Input input) {
        IdentityManagementType type = IdentityManagementType.valueOf(
                input.text("IdentityManagementType", "SAML|CONNECT_MANAGED|EXISTING_DIRECTORY"));
        boolean directory = type == IdentityManagementType.EXISTING_DIRECTORY;
        if (directory != input.has("DirectoryId")) {
            throw invalid("DirectoryId is required for an existing directory, and allowed for no other");
        }
        boolean inboundCalls = input.requiredFlag("InboundCallsEnabled");
        boolean outboundCalls = input.requiredFlag("OutboundCallsEnabled");
        return new Configuration(alias(input, type), type, inboundCalls, outboundCalls, input.tagMap("Tags"));
    }

    /** An instance on a directory of the account's own is named after it, unless it is given an alias. */
    private static String alias(Input input, IdentityManagementType type) {
        if (type == IdentityManagementType.EXISTING_DIRECTORY && !input.has("InstanceAlias")) {
            return input.text("DirectoryId", "d-[0-9a-f]{10}", 12, 12);
        }
        return input.text("InstanceAlias", ALIAS, 1, 45);
    }

    private static Optional<ObjectNode> repeated(Created earlier, Configuration configuration) {
        if (!earlier.configuration().equals(configuration)) {
            throw invalid("The client token was used for a request with other parameters");
        }
        return created(earlier);
    }

    private static Optional<ObjectNode> created(Created instance) {
        return Optional.of(Operations.object().put("Id", instance.id()).put("Arn", instance.arn()));
    }

    private static void checkAttempts(ServiceCall call) {
        if (call.world().connectCreations().isFlagged(call.caller().accountId())) {
            throw quotaExceeded(
                    "Your account has been flagged for an excessive number of creation and deletion attempts");
        }
    }

    private static void checkQuota(ServiceCall call) {
        long existing = account(call).allConnectInstances().stream()
                .filter(instance -> instance.region().equals(call.region()))
                .count();
        if (existing >= ServiceQuotasService.applied(call, ServiceQuotasService.INSTANCES_PER_ACCOUNT)) {
            throw quotaExceeded("Quota of instances per account exceeded: " + existing);
        }
    }

    private static Optional<ObjectNode> describe(ServiceCall call) {
        ConnectInstance instance = ConnectService.instance(call);
        ObjectNode node = summary(instance);
        node.set("Tags", ConnectService.tags(instance.configuration().tags()));
        instance.statusReason()
                .ifPresent(reason -> node.putObject("StatusReason").put("Message", reason));
        ObjectNode output = Operations.object();
        output.set("Instance", node);
        return Optional.of(output);
    }

    private static Optional<ObjectNode> delete(ServiceCall call) {
        Input.of(call, ConnectService.INVALID_REQUEST).optionalText("ClientToken", 0, 500);
        ConnectInstance instance = ConnectService.existing(call, ConnectService.instance(call));
        if (instance.status().equals("CREATION_IN_PROGRESS")) {
            throw invalid("Instance is being created");
        }
        checkAttempts(call);
        call.world().connectCreations().delete(instance);
        return Optional.empty();
    }

    private static Account account(ServiceCall call) {
        return call.world().requireAccount(call.caller().accountId());
    }

    private static ServiceError invalid(String message) {
        return new ServiceError(400, ConnectService.INVALID_REQUEST, message);
    }

    private static ServiceError quotaExceeded(String message) {
        return new ServiceError(402, "ServiceQuotaExceededException", message);
    }

    private static ObjectNode summary(ConnectInstance instance) {
        return Operations.object()
                .put("Id", instance.id())
                .put("Arn", instance.arn())
                .put("IdentityManagementType", instance.identityManagementType().name())
                .put("InstanceAlias", instance.alias())
                .put("CreatedTime", (double) instance.createdTime().getEpochSecond())
                .put("ServiceRole", "arn:aws:iam::" + instance.accountId() + ":" + SERVICE_ROLE)
                .put("InstanceStatus", instance.status())
                .put("InboundCallsEnabled", instance.configuration().inboundCalls())
                .put("OutboundCallsEnabled", instance.configuration().outboundCalls())
                .put("InstanceAccessUrl", "https://" + instance.alias() + ".my.connect.aws");
    }
}
