package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is the same for every resource. */
final class ScimDocuments {
    private static final int PAGE = 100;

    private ScimDocuments() {}

    static ObjectNode serviceProviderConfig() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("schemas").add("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig");
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
                .put("primary", true);
        return config;
    }

    static ObjectNode list(List<ObjectNode> found) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        list.put("totalResults", found.size())
                .put("itemsPerPage", Math.min(PAGE, found.size()))
                .put("startIndex", 1);
        var resources = list.putArray("Resources");
        found.stream().limit(PAGE).forEach(resources::add);
        return list;
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
