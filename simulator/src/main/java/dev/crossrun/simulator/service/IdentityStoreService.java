package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.RateLimit;
import dev.crossrun.simulator.world.DirectoryGroup;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.DirectoryUser.ExternalId;
import dev.crossrun.simulator.world.GroupMembership;
import dev.crossrun.simulator.world.IdentityCenter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The identity store of Identity Center: users, groups and who is in which. */
public final class IdentityStoreService extends Operations {
    private static final String STORE_ID = "d-[0-9a-f]{10}|[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}";
    private static final String RESOURCE_ID = "([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-([A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}";

    private final RateLimit limit;

    public IdentityStoreService(RateLimit limit) {
        super("identitystore");
        this.limit = limit;
        on("GetUserId", IdentityStoreService::arn, IdentityStoreService::getUserId);
        on("GetGroupId", IdentityStoreService::arn, IdentityStoreService::getGroupId);
        on("DescribeUser", IdentityStoreService::arn, call -> Optional.of(describe(call, user(call, input(call)))));
        on("DescribeGroup", IdentityStoreService::arn, call -> Optional.of(describe(call, group(call))));
        on("ListUsers", IdentityStoreService::arn, IdentityStoreService::listUsers);
        on("ListGroupMemberships", IdentityStoreService::arn, IdentityStoreService::listMembers);
        on("ListGroupMembershipsForMember", IdentityStoreService::arn, IdentityStoreService::listGroups);
        on("IsMemberInGroups", IdentityStoreService::arn, IdentityStoreService::isMemberInGroups);
    }

    @Override
    public Optional<ObjectNode> handle(ServiceCall call) {
        IdentityCenters.admit(call, limit);
        return super.handle(call);
    }

    private static Optional<ObjectNode> getUserId(ServiceCall call) {
        Predicate<DirectoryUser> wanted = wantedUser(alternative(call));
        DirectoryUser user = store(call).users().visible().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> IdentityCenters.missing("USER"));
        return Optional.of(identified(call).put("UserId", user.id()).put("UserArn", arnOf("user", user.id())));
    }

    /** A union: one of its members and no other. */
    private static Input alternative(ServiceCall call) {
        Input identifier = input(call).nested("AlternateIdentifier");
        if (identifier.has("ExternalId") == identifier.has("UniqueAttribute")) {
            throw new ServiceError(
                    400,
                    IdentityCenters.INVALID,
                    "AlternateIdentifier must have exactly one of ExternalId and UniqueAttribute.");
        }
        return identifier;
    }

    /** User names and e-mail addresses are unique, and found, without regard to case. */
    private static Predicate<DirectoryUser> wantedUser(Input identifier) {
        if (identifier.has("ExternalId")) {
            ExternalId externalId = externalId(identifier);
            return user -> user.externalIds().contains(externalId);
        }
        Input attribute = identifier.nested("UniqueAttribute");
        String value = attribute.text("AttributeValue");
        return switch (attribute.text("AttributePath")) {
            case "userName" -> user -> user.userName().equalsIgnoreCase(value);
            case "emails.value" ->
                user -> user.emails().stream().anyMatch(email -> email.value().equalsIgnoreCase(value));
            default ->
                throw new ServiceError(
                        400, IdentityCenters.INVALID, "The attribute path is not supported for a unique attribute.");
        };
    }

    private static ExternalId externalId(Input identifier) {
        Input given = identifier.nested("ExternalId");
        return new ExternalId(given.textOfLength("Issuer", 1, 100), given.textOfLength("Id", 1, 256));
    }

    private static Optional<ObjectNode> getGroupId(ServiceCall call) {
        Input identifier = alternative(call);
        Predicate<DirectoryGroup> wanted;
        if (identifier.has("ExternalId")) {
            ExternalId externalId = externalId(identifier);
            wanted = group -> group.externalIds().contains(externalId);
        } else {
            Input attribute = identifier.nested("UniqueAttribute");
            attribute.text("AttributePath", "displayName");
            String name = attribute.text("AttributeValue");
            wanted = group -> group.displayName().equalsIgnoreCase(name);
        }
        DirectoryGroup group = store(call).groups().visible().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(() -> IdentityCenters.missing("GROUP"));
        return Optional.of(identified(call).put("GroupId", group.id()).put("GroupArn", arnOf("group", group.id())));
    }

    private static Optional<ObjectNode> listUsers(ServiceCall call) {
        Predicate<DirectoryUser> wanted = user -> true;
        for (Input filter : input(call).structures("Filters")) {
            filter.text("AttributePath", "UserName");
            String name = filter.text("AttributeValue");
            wanted = wanted.and(user -> user.userName().equalsIgnoreCase(name));
        }
        List<DirectoryUser> users =
                store(call).users().visible().stream().filter(wanted).toList();
        return IdentityCenters.paged(call, "Users", users, user -> describe(call, user));
    }

    private static Optional<ObjectNode> listMembers(ServiceCall call) {
        String groupId = group(call).id();
        List<GroupMembership> members = store(call).memberships().stream()
                .filter(membership -> membership.groupId().equals(groupId))
                .toList();
        return IdentityCenters.paged(call, "GroupMemberships", members, member -> describe(call, member));
    }

    private static Optional<ObjectNode> listGroups(ServiceCall call) {
        String userId = user(call, input(call).nested("MemberId")).id();
        List<GroupMembership> groups = store(call).memberships().stream()
                .filter(membership -> membership.userId().equals(userId))
                .toList();
        return IdentityCenters.paged(call, "GroupMemberships", groups, member -> describe(call, member));
    }

    private static Optional<ObjectNode> isMemberInGroups(ServiceCall call) {
        IdentityCenter store = store(call);
        String userId = user(call, input(call).nested("MemberId")).id();
        List<String> groupIds = input(call).texts("GroupIds");
        if (groupIds.isEmpty() || groupIds.size() > 100) {
            throw input(call).invalid("GroupIds", groupIds, "Member must have length between 1 and 100");
        }
        ObjectNode output = object();
        ArrayNode results = output.putArray("Results");
        for (String groupId : groupIds) {
            if (store.groups().get(groupId).isEmpty()) {
                throw IdentityCenters.missing("GROUP");
            }
            ObjectNode result = results.addObject()
                    .put("GroupId", groupId)
                    .put("MembershipExists", store.isMember(groupId, userId));
            result.putObject("MemberId").put("UserId", userId);
        }
        return Optional.of(output);
    }

    private static ObjectNode describe(ServiceCall call, DirectoryUser user) {
        ObjectNode node = identified(call)
                .put("UserId", user.id())
                .put("UserArn", arnOf("user", user.id()))
                .put("UserName", user.userName())
                .put("DisplayName", user.displayName())
                .put("UserStatus", user.enabled() ? "ENABLED" : "DISABLED");
        node.putObject("Name").put("GivenName", user.givenName()).put("FamilyName", user.familyName());
        ArrayNode emails = node.putArray("Emails");
        user.emails()
                .forEach(email -> emails.addObject()
                        .put("Value", email.value())
                        .put("Type", "work")
                        .put("Primary", email.primary()));
        user.profile().forEach((name, value) -> {
            if (name.equals("name")) {
                ((ObjectNode) node.path("Name")).setAll((ObjectNode) capitalized(value));
            } else if (!name.startsWith("urn:")) {
                node.set(capitalized(name), capitalized(value));
            }
        });
        addExternalIds(node, user.externalIds());
        addTimes(node, user.times());
        return node;
    }

    private static ObjectNode describe(ServiceCall call, DirectoryGroup group) {
        ObjectNode node = identified(call)
                .put("GroupId", group.id())
                .put("GroupArn", arnOf("group", group.id()))
                .put("DisplayName", group.displayName());
        if (!group.description().isEmpty()) {
            node.put("Description", group.description());
        }
        addExternalIds(node, group.externalIds());
        addTimes(node, group.times());
        return node;
    }

    private static ObjectNode describe(ServiceCall call, GroupMembership membership) {
        ObjectNode node = identified(call)
                .put("MembershipId", membership.id())
                .put("MembershipArn", arnOf("membership", membership.id()))
                .put("GroupId", membership.groupId());
        node.putObject("MemberId").put("UserId", membership.userId());
        return node;
    }

    private static String arnOf(String type, String id) {
        return "arn:aws:identitystore:::" + type + "/" + id;
    }

    private static void addTimes(ObjectNode node, DirectoryUser.Times times) {
        node.put("CreatedAt", times.created().toEpochMilli() / 1000.0)
                .put("UpdatedAt", times.changed().toEpochMilli() / 1000.0);
    }

    /** SCIM's members as the identity store spells them. */
    private static JsonNode capitalized(JsonNode value) {
        if (value instanceof ObjectNode members) {
            ObjectNode spelled = object();
            members.properties()
                    .forEach(member -> spelled.set(capitalized(member.getKey()), capitalized(member.getValue())));
            return spelled;
        }
        if (value.isArray()) {
            ArrayNode spelled = object().arrayNode();
            value.forEach(item -> spelled.add(capitalized(item)));
            return spelled;
        }
        return value;
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static void addExternalIds(ObjectNode node, List<ExternalId> externalIds) {
        ArrayNode ids = node.putArray("ExternalIds");
        externalIds.forEach(id -> ids.addObject().put("Issuer", id.issuer()).put("Id", id.id()));
    }

    private static DirectoryUser user(ServiceCall call, Input member) {
        String userId = member.text("UserId", RESOURCE_ID, 1, 47);
        return store(call).users().get(userId).orElseThrow(() -> IdentityCenters.missing("USER"));
    }

    private static DirectoryGroup group(ServiceCall call) {
        String groupId = input(call).text("GroupId", RESOURCE_ID, 1, 47);
        return store(call).groups().get(groupId).orElseThrow(() -> IdentityCenters.missing("GROUP"));
    }

    private static IdentityCenter store(ServiceCall call) {
        String storeId = input(call).text("IdentityStoreId", STORE_ID, 1, 36);
        IdentityCenter center = IdentityCenters.here(call)
                .filter(here -> here.identityStoreId().equals(storeId))
                .orElseThrow(() -> IdentityCenters.missing("IDENTITY_STORE"));
        return IdentityCenters.owned(call, center);
    }

    private static Input input(ServiceCall call) {
        return Input.of(call, IdentityCenters.INVALID);
    }

    private static ObjectNode identified(ServiceCall call) {
        return object().put("IdentityStoreId", SsoAdminService.text(call, "IdentityStoreId"));
    }

    private static String arn(ServiceCall call) {
        return "arn:aws:identitystore::" + call.caller().accountId() + ":identitystore/"
                + SsoAdminService.text(call, "IdentityStoreId");
    }
}
