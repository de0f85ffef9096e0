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

    public SamlApplication withConfiguration(Configuration newConfiguration) {
        return copy(displayName, enabled, newConfiguration, attributeMappings, signingKey, assignments);
    }

    public SamlApplication withAttributeMappings(List<AttributeMapping> mappings) {
        return copy(displayName, enabled, configuration, mappings, signingKey, assignments);
    }

    public SamlApplication withSigningKey(SigningKey newKey) {
        return copy(displayName, enabled, configuration, attributeMappings, newKey, assignments);
    }

    public SamlApplication withEnabled(boolean nowEnabled) {
        return copy(displayName, nowEnabled, configuration, attributeMappings, signingKey, assignments);
    }

    public SamlApplication assign(Assignment assignment) {
        List<Assignment> all = new ArrayList<>(assignments);
        all.add(assignment);
        return copy(displayName, enabled, configuration, attributeMappings, signingKey, all);
    }

    public SamlApplication unassign(Assignment assignment) {
        List<Assignment> all = new ArrayList<>(assignments);
        all.remove(assignment);
        return copy(displayName, enabled, configuration, attributeMappings, signingKey, all);
    }

    private SamlApplication copy(
            String newName,
            boolean nowEnabled,
            Configuration newConfiguration,
            List<AttributeMapping> mappings,
            SigningKey key,
            List<Assignment> newAssignments) {
        return new SamlApplication(
                instanceId,
                arn,
                providerArn,
                newName,
                description,
                nowEnabled,
                createdDate,
                newConfiguration,
                mappings,
                key,
                newAssignments);
    }
}
