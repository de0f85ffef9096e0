package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.DirectoryGroup;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import java.util.List;

/** Groups and their members. */
final class ScimGroups implements ScimResources {
    private final IdentityCenter center;

    ScimGroups(IdentityCenter center) {
        this.center = center;
    }

    @Override
    public ObjectNode get(String id) {
        return form(require(id));
    }

    @Override
    public List<ObjectNode> find(String attribute, String value) {
        return center.groups().all().stream()
                .filter(group -> switch (attribute) {
                    case "" -> true;
                    case "displayName" -> group.displayName().equalsIgnoreCase(value);
                    case "externalId" ->
                        group.externalIds().stream().anyMatch(each -> each.id().equals(value));
                    default -> throw new ScimError(400, "Filter is malformed: " + attribute);
                })
                .map(ScimGroups::form)
                .toList();
    }

    @Override
    public ObjectNode create(ObjectNode resource) {
        String name = ScimDocuments.required(resource, "displayName");
        if (!find("displayName", name).isEmpty()) {
            throw new ScimError(409, "Duplicate displayName: " + name);
        }
        resource.path("members").forEach(this::user);
        DirectoryGroup group = new DirectoryGroup(
                center.directoryId(),
                name,
                "",
                List.of(new DirectoryUser.ExternalId(
                        "scim", resource.path("externalId").asText(""))));
        center.groups().put(group.id(), group);
        resource.path("members").forEach(member -> add(group.id(), member));
        return form(group);
    }

    @Override
    public ObjectNode patch(String id, ObjectNode patch) {
        DirectoryGroup group = require(id);
        for (JsonNode operation : patch.path("Operations")) {
            members(id, operation);
        }
        return form(group);
    }

    private void members(String id, JsonNode operation) {
        String op = operation.path("op").asText();
        boolean aboutMembers = operation.path("path").asText().equals("members");
        if (!aboutMembers) {
            return;
        }
        if (op.equals("replace")) {
            center.memberships().stream()
                    .filter(member -> member.groupId().equals(id))
                    .forEach(member -> center.removeMember(id, member.userId()));
        }
        for (JsonNode member : operation.path("value")) {
            if (op.equals("remove")) {
                center.removeMember(id, member.path("value").asText());
            } else {
                add(id, member);
            }
        }
    }

    private void add(String groupId, JsonNode member) {
        String userId = user(member);
        if (!center.isMember(groupId, userId)) {
            center.addMember(groupId, userId);
        }
    }

    private String user(JsonNode member) {
        String userId = member.path("value").asText();
        if (center.users().latest(userId).isEmpty()) {
            throw new ScimError(404, "Resource does not exist: " + userId);
        }
        return userId;
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

    private static ObjectNode form(DirectoryGroup group) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:Group");
        return node.put("id", group.id()).put("displayName", group.displayName());
    }
}
