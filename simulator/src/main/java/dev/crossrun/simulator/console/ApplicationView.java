package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;

/** An application's page as JSON. */
final class ApplicationView {

    private ApplicationView() {}

    static ObjectNode of(IdentityCenter center, SamlApplication application) {
        String id = application.instanceId();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", id)
                .put("arn", application.arn())
                .put("displayName", application.displayName())
                .put("description", application.description())
                .put("status", application.enabled() ? "ENABLED" : "DISABLED")
                .put(
                        "metadataUrl",
                        MetadataDocuments.applicationMetadataUrl(center.region(), center.ownerAccountId(), id))
                .put("metadata", "/_console/applications/" + id + "/metadata")
                .put(
                        "certificateExpires",
                        application
                                .signingKey()
                                .certificate()
                                .getNotAfter()
                                .toInstant()
                                .toString());
        view.set("configuration", configuration(application.configuration()));
        view.set("mappings", mappings(application));
        view.set("assignments", assignments(application));
        return view;
    }

    private static ObjectNode configuration(SamlApplication.Configuration configuration) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("acsUrl", configuration.acsUrl())
                .put("audience", configuration.audience())
                .put("startUrl", configuration.startUrl().orElse(""))
                .put("relayState", configuration.relayState().orElse(""))
                .put("sessionDuration", configuration.sessionDuration());
    }

    private static ArrayNode mappings(SamlApplication application) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        application
                .attributeMappings()
                .forEach(row -> rows.addObject()
                        .put("attribute", row.attribute())
                        .put("value", row.value())
                        .put("format", row.format()));
        return rows;
    }

    private static ArrayNode assignments(SamlApplication application) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        application
                .assignments()
                .forEach(row ->
                        rows.addObject().put("type", row.principalType().name()).put("id", row.principalId()));
        return rows;
    }
}
