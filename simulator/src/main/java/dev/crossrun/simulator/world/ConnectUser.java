package dev.crossrun.simulator.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A user of a Connect instance.
 *
 * @param federatedRoleId the unique id of the role through which the user first signed in; a user stays bound to it
 */
public record ConnectUser(
        String id,
        String arn,
        String username,
        String firstName,
        String lastName,
        List<String> securityProfileIds,
        String routingProfileId,
        Optional<String> federatedRoleId,
        Map<String, String> tags) {
    public ConnectUser {
        securityProfileIds = List.copyOf(securityProfileIds);
        tags = Map.copyOf(tags);
    }

    public ConnectUser federatedBy(String roleId) {
        return new ConnectUser(
                id,
                arn,
                username,
                firstName,
                lastName,
                securityProfileIds,
                routingProfileId,
                Optional.of(roleId),
                tags);
    }
}
