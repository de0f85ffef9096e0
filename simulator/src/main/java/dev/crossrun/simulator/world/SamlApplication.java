package dev.crossrun.simulator.world;

import dev.crossrun.simulator.saml.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A customer managed SAML 2.0 application of Identity Center. Only the console creates and configures it; the API sees
 * its ARN, provider, name and assignments.
 *
 * @param instanceId {@code ins-} and 16 hex digits: what the metadata URL names
 * @param arn what the API names: {@code …:application/ssoins-…/apl-…}, with the digits of the instance id
 */
public record SamlApplication(
        String instanceId,
        String arn,
        String providerArn,
        String displayName,
        String description,
        boolean enabled,
        Instant createdDate,
        Configuration configuration,
        List<AttributeMapping> attributeMappings,
        SigningKey signingKey,
        List<Assignment> assignments) {

    /** What "Edit configuration" shows. */
    public record Configuration(
            String acsUrl,
            String audience,
            Optional<String> startUrl,
            Optional<String> relayState,
            String sessionDuration) {}

    /** A row of "Edit attribute mappings": the SAML attribute (or {@code Subject}), its value and its format. */
    public record AttributeMapping(String attribute, String value, String format) {}

    /** Who may open the application. */
    public record Assignment(PrincipalType principalType, String principalId) {}

    public SamlApplication {
        attributeMappings = List.copyOf(attributeMappings);
        assignments = List.copyOf(assignments);
    }

    /** The same application, as it is called when it is added. */
    public SamlApplication named(String name, String text, Instant at) {
        return new SamlApplication(
                instanceId,
                arn,
                providerArn,
                name,
                text,
                enabled,
                at,
                configuration,
                attributeMappings,
                signingKey,
                assignments);
    }

    public SamlApplication withConfiguration(Configuration newConfiguration) {
        return copy(enabled, newConfiguration, attributeMappings, signingKey, assignments);
    }

    public SamlApplication withAttributeMappings(List<AttributeMapping> mappings) {
        return copy(enabled, configuration, mappings, signingKey, assignments);
    }

    public SamlApplication withSigningKey(SigningKey newKey) {
        return copy(enabled, configuration, attributeMappings, newKey, assignments);
    }

    public SamlApplication withEnabled(boolean nowEnabled) {
        return copy(nowEnabled, configuration, attributeMappings, signingKey, assignments);
    }

    public SamlApplication assign(Assignment assignment) {
        List<Assignment> all = new ArrayList<>(assignments);
        all.add(assignment);
        return copy(enabled, configuration, attributeMappings, signingKey, all);
    }

    public SamlApplication unassign(Assignment assignment) {
        List<Assignment> all = new ArrayList<>(assignments);
        all.remove(assignment);
        return copy(enabled, configuration, attributeMappings, signingKey, all);
    }

    private SamlApplication copy(
            boolean nowEnabled,
            Configuration newConfiguration,
            List<AttributeMapping> mappings,
            SigningKey key,
            List<Assignment> newAssignments) {
        return new SamlApplication(
                instanceId,
                arn,
                providerArn,
                displayName,
                description,
                nowEnabled,
                createdDate,
                newConfiguration,
                mappings,
                key,
                newAssignments);
    }
}
