package dev.crossrun.simulator.world;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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
        Phone phone,
        Map<String, String> tags,
        Optional<String> federatedRoleId) {

    /**
     * How a user takes calls.
     *
     * @param afterContactWorkSeconds how long a user has after a contact
     */
    public record Phone(
            String type, boolean autoAccept, int afterContactWorkSeconds, Optional<String> deskPhoneNumber) {
        public static Phone soft() {
            return new Phone("SOFT_PHONE", false, 0, Optional.empty());
        }
    }

    public ConnectUser {
        securityProfileIds = List.copyOf(securityProfileIds);
        tags = Map.copyOf(tags);
    }

    public ConnectUser withoutTags(Predicate<String> unwanted) {
        Map<String, String> kept = new LinkedHashMap<>(tags);
        kept.keySet().removeIf(unwanted);
        return new ConnectUser(
                id,
                arn,
                username,
                firstName,
                lastName,
                securityProfileIds,
                routingProfileId,
                phone,
                kept,
                federatedRoleId);
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
                phone,
                tags,
                Optional.of(roleId));
    }
}
