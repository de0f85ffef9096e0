package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.DirectoryUser;
import java.util.List;

/** What is the same for every resource. */
final class ScimDocuments {
    static final int PAGE = 100;

    private static final String GUIDE =
            "https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-idp.html";

    private ScimDocuments() {}

    static ObjectNode serviceProviderConfig() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig");
        config.put("documentationUri", GUIDE);
        config.putObject("patch").put("supported", true);
        config.putObject("bulk").put("supported", false).put("maxOperations", 1).put("maxPayloadSize", 1_048_576);
        config.putObject("filter").put("supported", true).put("maxResults", PAGE);
        config.putObject("changePassword").put("supported", false);
        config.putObject("sort").put("supported", false);
        config.putObject("etag").put("supported", false);
        config.putArray("authenticationSchemes")
                .addObject()
                .put("type", "oauthbearertoken")
                .put("name", "OAuth Bearer Token")
                .put("description", "Authentication scheme using the OAuth Bearer Token Standard")
                .put("specUri", "https://www.rfc-editor.org/info/rfc6750")
                .put("documentationUri", GUIDE)
                .put("primary", true);
        return config;
    }

    static ObjectNode resourceTypes() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        list.put("totalResults", 2).put("itemsPerPage", 2).put("startIndex", 1);
        var types = list.putArray("Resources");
        for (String type : List.of("User", "Group")) {
            ObjectNode node = types.addObject();
            node.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ResourceType");
            node.put("id", type)
                    .put("name", type)
                    .put("endpoint", "/" + type + "s")
                    .put("schema", "urn:ietf:params:scim:schemas:core:2.0:" + type);
            node.putObject("meta").put("resourceType", "ResourceType");
        }
        return list;
    }

    /** A resource's beginning: which schema it has, its id, its type and its times. */
    static ObjectNode resource(String type, String id, DirectoryUser.Times times) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", id);
        node.putObject("meta")
                .put("resourceType", type)
                .put("created", times.created().toString())
                .put("lastModified", times.changed().toString());
        node.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:" + type);
        return node;
    }

    static String required(JsonNode resource, String... path) {
        JsonNode value = resource;
        for (String name : path) {
            value = value.path(name);
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new ScimError(400, String.join(".", path) + " is required");
        }
        return value.asText();
    }
}
