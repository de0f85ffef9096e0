package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.SamlApplication.AttributeMapping;
import dev.crossrun.simulator.world.SamlApplication.Configuration;

/**
 * The request parameters of the console's internal actions. The names of the actions are documented; the members of
 * their parameters are not, so these are assumptions that nothing should rely on, but for {@code instanceId}.
 */
final class InternalActions {

    private InternalActions() {}

    static ObjectNode instance(SamlApplication application) {
        return JsonNodeFactory.instance.objectNode().put("instanceId", application.instanceId());
    }

    static ObjectNode certificate(SamlApplication application, SigningKey key) {
        return instance(application)
                .put("certificateId", key.certificate().getSerialNumber().toString(16));
    }

    static ObjectNode serviceProvider(SamlApplication application) {
        Configuration configuration = application.configuration();
        ObjectNode parameters = instance(application);
        ObjectNode config = parameters.putObject("serviceProviderConfig");
        config.put("audience", configuration.audience())
                .put("requireRequestSignature", false)
                .put("startUrl", configuration.startUrl().orElse(""));
        config.putArray("consumers")
                .addObject()
                .put("location", configuration.acsUrl())
                .put("binding", "HTTP-POST")
                .put("defaultValue", true);
        return parameters;
    }

    static ObjectNode response(SamlApplication application) {
        Configuration configuration = application.configuration();
        ObjectNode parameters = instance(application);
        parameters
                .putObject("responseConfig")
                .put("relayState", configuration.relayState().orElse(""))
                .put("ttl", configuration.sessionDuration());
        return parameters;
    }

    static ObjectNode responseSchema(SamlApplication application) {
        ObjectNode parameters = instance(application);
        ObjectNode config = parameters.putObject("responseSchemaConfig");
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        for (AttributeMapping mapping : application.attributeMappings()) {
            boolean subject = mapping.attribute().equals("Subject");
            ObjectNode row = subject ? config.putObject("subject") : properties.putObject(mapping.attribute());
            row.put(subject ? "nameIdFormat" : "attrNameFormat", mapping.format());
            row.putArray("source").add(mapping.value());
        }
        config.set("properties", properties);
        return parameters;
    }
}
