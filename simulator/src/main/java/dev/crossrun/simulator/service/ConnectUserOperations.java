package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ConnectInstance.Profile;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.ConnectUser.Phone;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/** The users of a Connect instance. Where they come by SAML, their names are all that Connect may be told of them. */
final class ConnectUserOperations {
    private static final String SAML_USERNAME = "[a-zA-Z0-9_\\-.\\\\]+(@[a-zA-Z0-9_\\-.\\\\]+)?";
    private static final String USERNAME = "[a-zA-Z0-9_\\-.]+";
    private static final String PASSWORD = "(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[a-zA-Z\\d\\S]{8,64}";

    private ConnectUserOperations() {}

    static void addTo(Operations service) {
        Operations.Resource anyUser = call -> ConnectService.instanceArn(call) + "/agent/*";
        Operations.Resource user = call -> ConnectService.instanceArn(call) + "/agent/"
                + call.input().path("UserId").asText();
        service.on("CreateUser", anyUser, ConnectUserOperations::create);
        service.on("DescribeUser", user, ConnectUserOperations::describe);
        service.on("DeleteUser", user, ConnectUserOperations::delete);
        service.on("SearchUsers", ConnectService::instanceArn, ConnectUserOperations::search);
        service.on("ListUsers", anyUser, ConnectUserOperations::list);
    }

    private static Optional<ObjectNode> create(ServiceCall call) {
        Input input = Input.of(call, ConnectService.INVALID);
        ConnectInstance instance = ConnectService.existing(call, ConnectService.activeInstance(call));
        ConnectUser user = requested(call, input, instance);
        List<ConnectUser> others = instance.users().all();
        if (others.stream().anyMatch(other -> other.username().equals(user.username()))) {
            throw new ServiceError(
                    409, "DuplicateResourceException", "A user with username " + user.username() + " already exists");
        }
        if (others.size() >= ServiceQuotasService.applied(call, ServiceQuotasService.USERS_PER_INSTANCE)) {
            throw new ServiceError(429, "LimitExceededException", "Quota of users per instance exceeded");
        }
        instance.users().put(user.id(), user);
        return Optional.of(Operations.object().put("UserId", user.id()).put("UserArn", user.arn()));
    }

    private static ConnectUser requested(ServiceCall call, Input input, ConnectInstance instance) {
        boolean saml = instance.identityManagementType() == IdentityManagementType.SAML;
        String username = username(input, instance.identityManagementType());
        checkCredentials(input, instance.identityManagementType());
        Optional<Input> identity =
                saml || input.has("IdentityInfo") ? Optional.of(input.nested("IdentityInfo")) : Optional.empty();
        if (saml) {
            identity.ifPresent(given -> refuse(given, "Email", "SecondaryEmail"));
        }
        List<String> securityProfiles = input.texts("SecurityProfileIds", 1, 10);
        String routingProfile = input.textOfLength("RoutingProfileId", 1, 256);
        Phone phone = input.has("PhoneConfig") ? phone(input.nested("PhoneConfig")) : Phone.soft();
        securityProfiles.forEach(id -> requireProfile(instance.securityProfiles(), id, "Security profile"));
        requireProfile(instance.routingProfiles(), routingProfile, "Routing profile");
        String id = call.world().ids().uuid();
        return new ConnectUser(
                id,
                instance.arn() + "/agent/" + id,
                username,
                name(identity, "FirstName", saml),
                name(identity, "LastName", saml),
                securityProfiles,
                routingProfile,
                phone,
                input.tagMap("Tags"),
                Optional.empty());
    }

    private static String username(Input input, IdentityManagementType type) {
        return switch (type) {
            case SAML -> input.text("Username", SAML_USERNAME, 1, 64);
            case CONNECT_MANAGED -> input.text("Username", USERNAME, 1, 20);
            case EXISTING_DIRECTORY -> input.textOfLength("Username", 1, 100);
        };
    }

    private static void checkCredentials(Input input, IdentityManagementType type) {
        switch (type) {
            case SAML -> refuse(input, "Password", "DirectoryUserId");
            case CONNECT_MANAGED -> {
                refuse(input, "DirectoryUserId");
                if (!input.text("Password").matches(PASSWORD)) {
                    throw invalid("Password does not satisfy the requirements");
                }
            }
            case EXISTING_DIRECTORY -> refuse(input, "Password");
        }
    }

    private static void refuse(Input input, String... members) {
        for (String member : members) {
            if (input.has(member)) {
                throw invalid(member + " must not be specified for the instance's identity management type");
            }
        }
    }

    /** A name of a person, kept in Unicode's composed form. */
    private static String name(Optional<Input> identity, String member, boolean required) {
        Optional<String> name =
                identity.flatMap(given -> given.optionalText(member, 0, 255)).filter(text -> !text.isBlank());
        if (required && name.isEmpty()) {
            throw invalid(member + " is required for a user who signs in by SAML");
        }
        return Normalizer.normalize(name.orElse(""), Normalizer.Form.NFC);
    }

    private static Phone phone(Input input) {
        String type = input.text("PhoneType", "SOFT_PHONE|DESK_PHONE");
        Optional<String> number = input.optionalText("DeskPhoneNumber");
        if (type.equals("DESK_PHONE")
                && number.filter(text -> text.matches("\\+[1-9]\\d{1,14}")).isEmpty()) {
            throw invalid("DeskPhoneNumber is not in E.164 format");
        }
        return new Phone(
                type,
                input.flag("AutoAccept"),
                input.number("AfterContactWorkTimeLimit", 0, 0, Integer.MAX_VALUE),
                number);
    }

    private static void requireProfile(List<Profile> profiles, String id, String what) {
        if (profiles.stream().noneMatch(profile -> profile.id().equals(id))) {
            throw invalid(what + " not found: " + id);
        }
    }

    private static ServiceError invalid(String message) {
        return new ServiceError(400, ConnectService.INVALID, message);
    }

    private static Optional<ObjectNode> delete(ServiceCall call) {
        ConnectInstance instance = ConnectService.existing(call, ConnectService.activeInstance(call));
        ConnectUser user = user(call, instance);
        if (instance.users().latest(user.id()).isEmpty()) {
            throw notFound();
        }
        instance.users().remove(user.id());
        return Optional.empty();
    }

    private static Optional<ObjectNode> describe(ServiceCall call) {
        ObjectNode output = Operations.object();
        output.set("User", describe(user(call, ConnectService.activeInstance(call)), 1));
        return Optional.of(output);
    }

    private static ConnectUser user(ServiceCall call, ConnectInstance instance) {
        String userId = Input.of(call, ConnectService.INVALID).textOfLength("UserId", 1, 256);
        return instance.users().get(userId).orElseThrow(ConnectUserOperations::notFound);
    }

    private static ServiceError notFound() {
        return ConnectService.notFound("User not found");
    }

    /** A search tells the time after a contact in milliseconds. */
    private static Optional<ObjectNode> search(ServiceCall call) {
        List<ConnectUser> found = ConnectService.activeInstance(call).users().visible().stream()
                .filter(UserCriteria.of(call.input().path("SearchCriteria")))
                .toList();
        Optional<ObjectNode> output =
                ConnectService.paged(call, "Users", found, 100, 500, user -> describe(user, 1000));
        output.ifPresent(node -> node.put("ApproximateTotalCount", found.size()));
        return output;
    }

    private static Optional<ObjectNode> list(ServiceCall call) {
        return ConnectService.paged(
                call,
                "UserSummaryList",
                ConnectService.activeInstance(call).users().visible(),
                100,
                1000,
                user -> Operations.object()
                        .put("Id", user.id())
                        .put("Arn", user.arn())
                        .put("Username", user.username()));
    }

    private static ObjectNode describe(ConnectUser user, long perSecond) {
        ObjectNode node = Operations.object()
                .put("Id", user.id())
                .put("Arn", user.arn())
                .put("Username", user.username())
                .put("RoutingProfileId", user.routingProfileId());
        node.putObject("IdentityInfo").put("FirstName", user.firstName()).put("LastName", user.lastName());
        ObjectNode phone = node.putObject("PhoneConfig")
                .put("PhoneType", user.phone().type())
                .put("AutoAccept", user.phone().autoAccept())
                .put("AfterContactWorkTimeLimit", user.phone().afterContactWorkSeconds() * perSecond);
        user.phone().deskPhoneNumber().ifPresent(number -> phone.put("DeskPhoneNumber", number));
        ArrayNode profiles = node.putArray("SecurityProfileIds");
        user.securityProfileIds().forEach(profiles::add);
        node.set("Tags", ConnectService.tags(user.tags()));
        return node;
    }
}
