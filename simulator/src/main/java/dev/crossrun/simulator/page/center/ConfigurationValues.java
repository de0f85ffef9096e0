package dev.crossrun.simulator.page.center;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.saml.ServiceProviderMetadata;
import dev.crossrun.simulator.world.SamlApplication;

/**
 * What the fields of an application's configuration show: what is stored, or what was typed.
 *
 * @param upload whether ACS URL and audience come from a file instead of the two fields
 */
record ConfigurationValues(
        String displayName,
        String description,
        String startUrl,
        String relayState,
        String sessionDuration,
        boolean upload,
        String acsUrl,
        String audience) {

    static ConfigurationValues of(SamlApplication application) {
        SamlApplication.Configuration stored = application.configuration();
        return new ConfigurationValues(
                application.displayName(),
                application.description(),
                stored.startUrl().orElse(""),
                stored.relayState().orElse(""),
                stored.sessionDuration(),
                false,
                stored.acsUrl(),
                stored.audience());
    }

    static ConfigurationValues typed(Visit visit) {
        return new ConfigurationValues(
                visit.field("displayName"),
                visit.field("description"),
                visit.field("startUrl"),
                visit.field("relayState"),
                visit.field("sessionDuration"),
                visit.field("metadataSource").equals("file"),
                visit.field("acsUrl"),
                visit.field("audience"));
    }

    /** The same as the JSON console takes it; an empty text clears a field. */
    ObjectNode body(Visit visit) {
        ServiceProviderMetadata metadata = upload
                ? ServiceProviderMetadata.parse(visit.field("metadataFile"))
                        .orElseThrow(() -> ConsoleException.invalid(
                                "The application SAML metadata file is not the metadata of a SAML service provider"))
                : new ServiceProviderMetadata(audience, acsUrl);
        return JsonNodeFactory.instance
                .objectNode()
                .put("startUrl", startUrl)
                .put("relayState", relayState)
                .put("sessionDuration", sessionDuration)
                .put("acsUrl", metadata.acsUrl())
                .put("audience", metadata.entityId());
    }

    /** How the console words a duration. */
    static String worded(String duration) {
        String number = duration.replaceAll("\\D", "");
        String unit = duration.endsWith("M") ? "minute" : "hour";
        return number + " " + unit + (number.equals("1") ? "" : "s");
    }
}
