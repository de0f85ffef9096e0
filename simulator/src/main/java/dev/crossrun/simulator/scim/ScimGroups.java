package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.DirectoryGroup;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Groups and their members: a hundred changes of members in one request at most, and not all of them replaced or removed
 * at once (IAM Identity Center SCIM implementation guide, "CreateGroup", "PatchGroup").
 */
final class ScimGroups implements ScimResources {
    private static final Set<String> ATTRIBUTES =
            Set.of("schemas", "id", "meta", "displayName", "externalId", "members");
    private static final Pattern MEMBER = Pattern.compile("members\\[value eq \"([^\"]*)\"]");
    private static final int MOST = 100;

    private final IdentityCenter center;
    private final Instant now;

    ScimGroups(IdentityCenter center, Instant now) {
        this.center = center;
        this.now = now;
    }

    @Override
    public ObjectNode get(String id) {
        return form(require(id));
    }

    @Override
    public List<ObjectNode> find(Map<String, String> attributes) {
        return center.groups().all().stream()
                .filter(group ->
                        attributes.entrySet().stream().allMatch(each -> fits(group, each.getKey(), each.getValue())))
                .map(ScimGroups::form)
                .toList();
    }

    private boolean fits(DirectoryGroup group, String attribute, String value) {
        return switch (attribute) {
            case "id" -> group.id().equals(value);
            case "displayName" -> group.displayName().equalsIgnoreCase(value);
            case "externalId" ->
                group.externalIds().stream().anyMatch(each -> each.id().equals(value));
            case "members", "members.value", "member" -> center.isMember(group.id(), value);
            default -> throw new ScimError(400, "Filter is malformed: " + attribute);
        };
    }

    @Override
    public ObjectNode create(ObjectNode resource) {
        Change change = new Change(ScimDocuments.required(resource, "displayName"), List.of());
        for (Map.Entry<String, JsonNode> attribute : resource.properties()) {
            if (!ATTRIBUTES.contains(attribute.getKey())) {
                throw new ScimError(400, "Attribute " + attribute.getKey() + " is not supported");
            }
            change.set(attribute.getKey(), attribute.getValue());
        }
        return stored(change, center.directoryId(), DirectoryUser.Times.of(now));
    }

    /** The guide has no such operation. */
    @Override
    public ObjectNode put(String id, ObjectNode resource) {
        throw new ScimError(405, "Method Not Allowed");
    }

    @Override
    public ObjectNode patch(String id, ObjectNode patch) {
        DirectoryGroup group = require(id);
        Change change = new Change(group.displayName(), group.externalIds());
        ScimPatch.of(patch).forEach(change::add);
        return stored(change, id, group.times().changedAt(now));
    }

    private ObjectNode stored(Change change, String id, DirectoryUser.Times times) {
        boolean taken = center.groups().all().stream()
                .anyMatch(other -> other.displayName().equalsIgnoreCase(change.displayName)
                        && !other.id().equals(id));
        if (taken) {
            throw new ScimError(409, "Duplicate displayName: " + change.displayName);
        }
        DirectoryGroup group = new DirectoryGroup(id, change.displayName, "", change.externalIds, times);
        center.groups().put(id, group);
        change.members.forEach((userId, belongs) -> {
            if (!belongs) {
                center.removeMember(id, userId);
            } else if (!center.isMember(id, userId)) {
                center.addMember(id, userId);
            }
        });
        return form(group);
    }

    @Override
    public int patchStatus() {
        return 204;
    }

    @Override
    public void delete(String id) {
        require(id);
        center.groups().remove(id);
    }

    private DirectoryGroup require(String id) {
        return center.groups().latest(id).orElseThrow(() -> new ScimError(404, "Group not found in IdentityStore"));
    }

    /** Identity Center shows no members here. */
    private static ObjectNode form(DirectoryGroup group) {
        ObjectNode node = ScimDocuments.resource("Group", group.id(), group.times());
        node.put("displayName", group.displayName());
        group.externalIds().stream()
                .filter(each -> !each.id().isEmpty())
                .findFirst()
                .ifPresent(each -> node.put("externalId", each.id()));
        node.putArray("members");
        return node;
    }

    /** What a whole request comes to; nothing is done before all of it is known to be right. */
    private final class Change {
        private String displayName;
        private List<DirectoryUser.ExternalId> externalIds;
        private final Map<String, Boolean> members = new LinkedHashMap<>();
        private int memberChanges;

        Change(String displayName, List<DirectoryUser.ExternalId> externalIds) {
            this.displayName = displayName;
            this.externalIds = externalIds;
        }

        void add(ScimPatch operation) {
            Matcher member = MEMBER.matcher(operation.path());
            if (member.matches() && operation.removes()) {
                member(member.group(1), false);
            } else if (operation.path().equals("members")) {
                members(operation);
            } else if (operation.removes()) {
                throw ScimError.invalid();
            } else if (operation.path().isEmpty()) {
                operation
                        .value()
                        .properties()
                        .forEach(each -> add(new ScimPatch(operation.op(), each.getKey(), each.getValue())));
            } else if (ATTRIBUTES.contains(operation.path())) {
                set(operation.path(), operation.value());
            } else {
                throw new ScimError(400, "Attribute " + operation.path() + " is not supported");
            }
        }

        private void members(ScimPatch operation) {
            if (operation.op().equals("replace")
                    || operation.value().isMissingNode()
                    || operation.value().isEmpty()) {
                throw new ScimError(400, "Replacing or removing all members is not supported");
            }
            for (JsonNode member : operation.value().isArray() ? operation.value() : List.of(operation.value())) {
                member(member.path("value").asText(), !operation.removes());
            }
        }

        void set(String attribute, JsonNode value) {
            switch (attribute) {
                case "displayName" -> {
                    if (!value.isTextual() || value.asText().isBlank()) {
                        throw ScimError.invalid();
                    }
                    displayName = value.asText();
                }
                case "externalId" -> {
                    if (!value.isTextual()) {
                        throw ScimError.invalid();
                    }
                    externalIds = List.of(new DirectoryUser.ExternalId("scim", value.asText()));
                }
                case "members" -> {
                    if (!value.isArray()) {
                        throw ScimError.invalid();
                    }
                    value.forEach(member -> member(member.path("value").asText(), true));
                }
                default -> {}
            }
        }

        private void member(String userId, boolean belongs) {
            memberChanges++;
            if (memberChanges > MOST) {
                throw new ScimError(400, "List attribute members exceeds allowed limit of " + MOST);
            }
            if (belongs && center.users().latest(userId).isEmpty()) {
                throw new ScimError(404, "Resource does not exist: " + userId);
            }
            members.put(userId, belongs);
        }
    }
}
