package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import java.util.List;
import java.util.Optional;

/** Users: one e-mail address each; user name, display name, given and family name are needed. */
final class ScimUsers implements ScimResources {
    private final IdentityCenter center;

    ScimUsers(IdentityCenter center) {
        this.center = center;
    }

    @Override
    public ObjectNode get(String id) {
        return form(require(id));
    }

    @Override
    public List<ObjectNode> find(String attribute, String value) {
        return center.users().all().stream()
                .filter(user -> switch (attribute) {
                    case "" -> true;
                    case "userName" -> user.userName().equalsIgnoreCase(value);
                    case "externalId" ->
                        user.externalIds().stream().anyMatch(each -> each.id().equals(value));
                    default -> throw new ScimError(400, "Filter is malformed: " + attribute);
                })
                .map(ScimUsers::form)
                .toList();
    }

    @Override
    public ObjectNode create(ObjectNode resource) {
        String userName = ScimDocuments.required(resource, "userName");
        if (!find("userName", userName).isEmpty()) {
            throw new ScimError(409, "Duplicate userName: " + userName);
        }
        DirectoryUser user = read(center.directoryId(), resource, Optional.empty());
        center.users().put(user.id(), user);
        return form(user);
    }

    @Override
    public ObjectNode patch(String id, ObjectNode patch) {
        DirectoryUser user = require(id);
        for (JsonNode operation : patch.path("Operations")) {
            if (!operation.path("op").asText().equalsIgnoreCase("replace")
                    || !(operation.path("value") instanceof ObjectNode values)) {
                throw new ScimError(400, "Request is unparsable, syntactically incorrect, or violates schema");
            }
            ObjectNode merged = form(user);
            merged.setAll(values);
            user = read(id, merged, Optional.of(user));
        }
        center.users().put(id, user);
        return form(user);
    }

    @Override
    public int patchStatus() {
        return 200;
    }

    @Override
    public void delete(String id) {
        require(id);
        center.users().remove(id);
    }

    private DirectoryUser require(String id) {
        return center.users().latest(id).orElseThrow(() -> new ScimError(404, "User not found in IdentityStore"));
    }

    private static DirectoryUser read(String id, JsonNode resource, Optional<DirectoryUser> before) {
        if (resource.path("emails").size() > 1) {
            throw new ScimError(400, "List attribute emails exceeds allowed limit of 1");
        }
        List<DirectoryUser.ExternalId> externalIds = resource.hasNonNull("externalId")
                ? List.of(new DirectoryUser.ExternalId(
                        "scim", resource.path("externalId").asText()))
                : before.map(DirectoryUser::externalIds).orElse(List.of());
        String email = resource.path("emails").path(0).path("value").asText("");
        return new DirectoryUser(
                id,
                ScimDocuments.required(resource, "userName"),
                email.isEmpty() ? List.of() : List.of(new DirectoryUser.Email(email, true)),
                ScimDocuments.required(resource, "name", "givenName"),
                ScimDocuments.required(resource, "name", "familyName"),
                ScimDocuments.required(resource, "displayName"),
                resource.path("active").asBoolean(true),
                externalIds);
    }

    private static ObjectNode form(DirectoryUser user) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:User");
        node.put("id", user.id())
                .put("userName", user.userName())
                .put("displayName", user.displayName())
                .put("active", user.enabled());
        user.externalIds().stream().findFirst().ifPresent(each -> node.put("externalId", each.id()));
        node.putObject("name").put("givenName", user.givenName()).put("familyName", user.familyName());
        user.primaryEmail()
                .ifPresent(email -> node.putArray("emails")
                        .addObject()
                        .put("value", email)
                        .put("type", "work")
                        .put("primary", true));
        return node;
    }
}
