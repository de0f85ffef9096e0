package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Users: user name, display name, given and family name are needed; one e-mail address, phone number and address at most
 * (IAM Identity Center SCIM implementation guide, "CreateUser").
 */
final class ScimUsers implements ScimResources {
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final Set<String> TEXTS = Set.of(
            "userName",
            "displayName",
            "nickName",
            "profileUrl",
            "title",
            "userType",
            "preferredLanguage",
            "locale",
            "timezone",
            "externalId");
    private static final Set<String> NAMES =
            Set.of("formatted", "familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix");
    private static final Set<String> SINGLE = Set.of("emails", "phoneNumbers", "addresses", "roles");
    private static final Set<String> GIVEN = Set.of("schemas", "id", "meta");
    private static final Set<String> IN_FIELDS =
            Set.of("userName", "displayName", "externalId", "active", "emails", "name");

    private final IdentityCenter center;
    private final Instant now;

    ScimUsers(IdentityCenter center, Instant now) {
        this.center = center;
        this.now = now;
    }

    @Override
    public ObjectNode get(String id) {
        return form(require(id));
    }

    @Override
    public List<ObjectNode> find(Map<String, String> attributes) {
        return center.users().all().stream()
                .filter(user ->
                        attributes.entrySet().stream().allMatch(each -> fits(user, each.getKey(), each.getValue())))
                .map(ScimUsers::form)
                .toList();
    }

    private boolean fits(DirectoryUser user, String attribute, String value) {
        return switch (attribute) {
            case "id" -> user.id().equals(value);
            case "userName" -> user.userName().equalsIgnoreCase(value);
            case "externalId" ->
                user.externalIds().stream().anyMatch(each -> each.id().equals(value));
            case "groups.value" -> center.isMember(value, user.id());
            case "manager" ->
                Optional.ofNullable(user.profile().get(ENTERPRISE))
                        .filter(extension ->
                                extension.at("/manager/value").asText().equals(value))
                        .isPresent();
            default -> throw new ScimError(400, "Filter is malformed: " + attribute);
        };
    }

    @Override
    public ObjectNode create(ObjectNode resource) {
        DirectoryUser user = read(center.directoryId(), resource, DirectoryUser.Times.of(now));
        return stored(user);
    }

    @Override
    public ObjectNode put(String id, ObjectNode resource) {
        return stored(read(id, resource, require(id).times().changedAt(now)));
    }

    @Override
    public ObjectNode patch(String id, ObjectNode patch) {
        DirectoryUser user = require(id);
        ObjectNode resource = form(user);
        ScimUserPatch.apply(resource, patch);
        return stored(read(id, resource, user.times().changedAt(now)));
    }

    private ObjectNode stored(DirectoryUser user) {
        boolean taken = center.users().all().stream()
                .anyMatch(other -> other.userName().equalsIgnoreCase(user.userName())
                        && !other.id().equals(user.id()));
        if (taken) {
            throw new ScimError(409, "Duplicate userName: " + user.userName());
        }
        center.users().put(user.id(), user);
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

    private static DirectoryUser read(String id, ObjectNode resource, DirectoryUser.Times times) {
        String userName = ScimDocuments.required(resource, "userName");
        String givenName = ScimDocuments.required(resource, "name", "givenName");
        String familyName = ScimDocuments.required(resource, "name", "familyName");
        String displayName = ScimDocuments.required(resource, "displayName");
        resource.properties().forEach(attribute -> check(attribute.getKey(), attribute.getValue()));
        String externalId = resource.path("externalId").asText("");
        return new DirectoryUser(
                id,
                userName,
                emails(resource),
                givenName,
                familyName,
                displayName,
                resource.path("active").asBoolean(true),
                externalId.isEmpty() ? List.of() : List.of(new DirectoryUser.ExternalId("scim", externalId)),
                profile(resource),
                times);
    }

    private static void check(String attribute, JsonNode value) {
        if (GIVEN.contains(attribute)) {
            return;
        }
        boolean known = TEXTS.contains(attribute)
                || SINGLE.contains(attribute)
                || Set.of("name", "active", ENTERPRISE).contains(attribute);
        if (!known) {
            throw new ScimError(400, "Attribute " + attribute + " is not supported");
        }
        boolean typed = TEXTS.contains(attribute)
                ? value.isTextual()
                : SINGLE.contains(attribute)
                        ? value.isArray()
                        : attribute.equals("active") ? value.isBoolean() : value.isObject();
        if (!typed) {
            throw ScimError.invalid();
        }
        if (attribute.equals("name")) {
            value.properties().forEach(part -> {
                if (!NAMES.contains(part.getKey()) || !part.getValue().isTextual()) {
                    throw new ScimError(400, "Attribute name." + part.getKey() + " is not supported");
                }
            });
        }
        if (SINGLE.contains(attribute)) {
            single(attribute, value);
        }
    }

    private static void single(String attribute, JsonNode list) {
        if (list.size() > 1) {
            throw new ScimError(400, "List attribute " + attribute + " exceeds allowed limit of 1");
        }
        for (JsonNode element : list) {
            boolean valued = attribute.equals("addresses")
                    || (element.path("value").isTextual()
                            && !element.path("value").asText().isBlank());
            if (!element.isObject() || !valued || element.has("display")) {
                throw ScimError.invalid();
            }
        }
    }

    private static List<DirectoryUser.Email> emails(JsonNode resource) {
        JsonNode email = resource.path("emails").path(0);
        if (email.isMissingNode()) {
            return List.of();
        }
        if (!email.path("primary").asBoolean(false)) {
            throw new ScimError(400, "The emails attribute value must be marked as primary");
        }
        return List.of(new DirectoryUser.Email(email.path("value").asText(), true));
    }

    private static Map<String, JsonNode> profile(ObjectNode resource) {
        Map<String, JsonNode> profile = new HashMap<>();
        resource.properties().forEach(attribute -> {
            if (!GIVEN.contains(attribute.getKey()) && !IN_FIELDS.contains(attribute.getKey())) {
                profile.put(attribute.getKey(), attribute.getValue());
            }
        });
        ObjectNode name = ((ObjectNode) resource.path("name")).deepCopy();
        name.remove(List.of("givenName", "familyName"));
        if (!name.isEmpty()) {
            profile.put("name", name);
        }
        return profile;
    }

    private static ObjectNode form(DirectoryUser user) {
        ObjectNode node = ScimDocuments.resource("User", user.id(), user.times());
        node.put("userName", user.userName())
                .put("displayName", user.displayName())
                .put("active", user.enabled());
        user.externalIds().stream().findFirst().ifPresent(each -> node.put("externalId", each.id()));
        ObjectNode name =
                node.putObject("name").put("givenName", user.givenName()).put("familyName", user.familyName());
        user.primaryEmail()
                .ifPresent(email -> node.putArray("emails")
                        .addObject()
                        .put("value", email)
                        .put("type", "work")
                        .put("primary", true));
        user.profile().forEach((attribute, value) -> {
            if (attribute.equals("name")) {
                name.setAll((ObjectNode) value);
            } else {
                node.set(attribute, value.deepCopy());
            }
        });
        if (user.profile().containsKey(ENTERPRISE)) {
            node.withArray("schemas").add(ENTERPRISE);
        }
        return node;
    }
}
