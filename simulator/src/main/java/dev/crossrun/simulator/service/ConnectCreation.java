package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ConnectInstance.Profile;
import dev.crossrun.simulator.world.ConnectUser;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Amazon Connect: making and deleting instances and users, with the limits of both. */
final class ConnectCreation {
    private static final String INVALID_REQUEST = "InvalidRequestException";
    private static final String INVALID_PARAMETER = "InvalidParameterException";
    private static final String ALIAS = "(?!d-)([\\da-zA-Z]+)([-]*[\\da-zA-Z])*";
    private static final String SAML_NAME = "[a-zA-Z0-9_\\-.\\\\@]+";
    private static final String INSTANCES = "L-AA17A6B9";
    private static final String USERS = "L-9A46857E";
    private static final int MOST_CHANGES = 100;
    private static final Duration CHANGES = Duration.ofDays(30);

    /** What was made under a client token of an account. */
    private final Map<String, Made> tokens = new HashMap<>();

    private record Made(ObjectNode input, String instanceId) {}

    void addTo(Operations service) {
        service.on("CreateInstance", this::createInstance);
        service.on("DeleteInstance", ConnectService::instanceArn, ConnectCreation::deleteInstance);
        service.on("CreateUser", call -> ConnectService.instanceArn(call) + "/agent/*", ConnectCreation::createUser);
        service.on(
                "DeleteUser",
                call -> ConnectService.instanceArn(call) + "/agent/"
                        + call.input().path("UserId").asText(),
                ConnectCreation::deleteUser);
    }

    private Optional<ObjectNode> createInstance(ServiceCall call) {
        Input input = Input.of(call, INVALID_REQUEST);
        String type = input.text("IdentityManagementType", "SAML|CONNECT_MANAGED|EXISTING_DIRECTORY");
        String alias = input.text("InstanceAlias", ALIAS, 1, 45);
        for (String flag : List.of("InboundCallsEnabled", "OutboundCallsEnabled")) {
            if (!input.has(flag)) {
                throw new ServiceError(400, INVALID_REQUEST, flag + " is required");
            }
        }
        Account account = account(call);
        Optional<String> token = input.optionalText("ClientToken").map(text -> account.id() + "/" + text);
        Optional<Made> before = token.flatMap(key -> Optional.ofNullable(tokens.get(key)));
        if (before.isPresent()) {
            return Optional.of(repeated(call, before.get()));
        }
        requireFree(call, alias);
        requireQuota(call, account);
        ConnectInstance made = new ConnectInstance(
                call.world(),
                account.id(),
                call.region(),
                call.world().ids().uuid(),
                alias,
                IdentityManagementType.valueOf(type));
        Map<String, String> tags = new HashMap<>();
        call.input()
                .path("Tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        made.created(new ConnectInstance.Creation(
                tags,
                input.flag("InboundCallsEnabled"),
                input.flag("OutboundCallsEnabled"),
                Optional.of(call.world().now().plus(call.world().instanceCreation())),
                account.takeFailure()));
        account.add(made);
        account.noteInstanceChange(call.world().now());
        token.ifPresent(key -> tokens.put(key, new Made(call.input().deepCopy(), made.id())));
        return Optional.of(Operations.object().put("Id", made.id()).put("Arn", made.arn()));
    }

    private static ObjectNode repeated(ServiceCall call, Made before) {
        if (!before.input().equals(call.input())) {
            throw new ServiceError(400, INVALID_REQUEST, "The client token was used with other parameters");
        }
        String arn = "arn:aws:connect:" + call.region() + ":" + call.caller().accountId() + ":instance/"
                + before.instanceId();
        return Operations.object().put("Id", before.instanceId()).put("Arn", arn);
    }

    /** An alias is the name of a host: nobody else in the world may have it. A failed creation gives it back. */
    private static void requireFree(ServiceCall call, String alias) {
        boolean taken = call.world().organization().accounts().stream()
                .flatMap(account -> account.connectInstances().stream())
                .filter(instance -> !instance.status().equals("CREATION_FAILED"))
                .anyMatch(instance -> instance.alias().equals(alias));
        if (taken) {
            throw new ServiceError(400, INVALID_REQUEST, "Alias " + alias + " is already in use");
        }
    }

    private static void requireQuota(ServiceCall call, Account account) {
        if (account.instanceChangesSince(call.world().now().minus(CHANGES)) >= MOST_CHANGES) {
            throw new ServiceError(
                    402,
                    "ServiceQuotaExceededException",
                    "Your account has been flagged for an excessive number of creation and deletion attempts");
        }
        long there = account.connectInstances(call.region()).stream()
                .filter(instance -> !instance.status().equals("CREATION_FAILED"))
                .count();
        if (there >= account.appliedQuota(call.region(), INSTANCES).orElse(2.0)) {
            throw new ServiceError(
                    402, "ServiceQuotaExceededException", "You have reached the limit of instances for this account");
        }
    }

    private static Optional<ObjectNode> deleteInstance(ServiceCall call) {
        ConnectInstance instance = ConnectService.instance(call);
        Account account = account(call);
        account.removeConnectInstance(instance.id());
        account.noteInstanceChange(call.world().now());
        return Optional.empty();
    }

    private static Optional<ObjectNode> createUser(ServiceCall call) {
        ConnectInstance instance = ConnectService.instance(call);
        Input input = Input.of(call, INVALID_PARAMETER);
        if (!instance.status().equals("ACTIVE")) {
            throw new ServiceError(400, INVALID_REQUEST, "Instance is not active");
        }
        String username = input.textOfLength("Username", 1, 100);
        boolean saml = instance.identityManagementType() == IdentityManagementType.SAML;
        if (saml) {
            requireSamlUser(input, username);
        }
        String routing = profile(instance.routingProfiles(), input.text("RoutingProfileId"));
        List<String> security = input.texts("SecurityProfileIds");
        if (security.isEmpty() || security.size() > 10) {
            throw invalid("SecurityProfileIds must have 1 to 10 members");
        }
        security.forEach(id -> profile(instance.securityProfiles(), id));
        input.nested("PhoneConfig").text("PhoneType", "SOFT_PHONE|DESK_PHONE");
        if (instance.users().all().stream().anyMatch(user -> user.username().equals(username))) {
            throw new ServiceError(409, "DuplicateResourceException", "User with name " + username + " already exists");
        }
        if (instance.users().all().size()
                >= account(call).appliedQuota(call.region(), USERS).orElse(500.0)) {
            throw new ServiceError(429, "LimitExceededException", "Users per instance limit exceeded");
        }
        String id = call.world().ids().uuid();
        Map<String, String> tags = new HashMap<>();
        call.input()
                .path("Tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        ConnectUser user = new ConnectUser(
                id,
                instance.arn() + "/agent/" + id,
                username,
                input.nested("IdentityInfo").optionalText("FirstName").orElse(""),
                input.nested("IdentityInfo").optionalText("LastName").orElse(""),
                security,
                routing,
                Optional.empty(),
                tags);
        instance.users().put(id, user);
        return Optional.of(Operations.object().put("UserId", id).put("UserArn", user.arn()));
    }

    /** Names come with the user's name; address and password are the identity provider's. */
    private static void requireSamlUser(Input input, String username) {
        boolean at = username.contains("@") && !username.matches("[^@]+@[^@]+");
        if (username.length() > 64 || !username.matches(SAML_NAME) || at) {
            throw invalid("Username " + username + " is not valid for an instance that uses SAML");
        }
        Input name = input.nested("IdentityInfo");
        name.textOfLength("FirstName", 1, 255);
        name.textOfLength("LastName", 1, 300);
        if (name.has("Email") || name.has("SecondaryEmail")) {
            throw invalid("Email cannot be set for an instance that uses SAML");
        }
        if (input.has("Password") || input.has("DirectoryUserId")) {
            throw invalid("Password and DirectoryUserId cannot be set for an instance that uses SAML");
        }
    }

    private static String profile(List<Profile> profiles, String id) {
        return profiles.stream()
                .map(Profile::id)
                .filter(id::equals)
                .findFirst()
                .orElseThrow(() -> new ServiceError(404, "ResourceNotFoundException", "Profile " + id + " not found"));
    }

    private static Optional<ObjectNode> deleteUser(ServiceCall call) {
        ConnectInstance instance = ConnectService.instance(call);
        String id = Input.of(call, INVALID_PARAMETER).textOfLength("UserId", 1, 256);
        if (instance.users().latest(id).isEmpty()) {
            throw new ServiceError(404, "ResourceNotFoundException", "User not found");
        }
        instance.users().remove(id);
        return Optional.empty();
    }

    private static Account account(ServiceCall call) {
        return call.world().requireAccount(call.caller().accountId());
    }

    private static ServiceError invalid(String message) {
        return new ServiceError(400, INVALID_PARAMETER, message);
    }
}
