package dev.crossrun.simulator.entra;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * An application that may call Graph by itself.
 *
 * @param permissions the application permissions that an administrator consented to, such as {@code Application.Read.All}
 */
public record GraphClient(String clientId, String secret, Set<String> permissions) {
    public GraphClient {
        permissions = Set.copyOf(permissions);
    }

    GraphClient without(String permission) {
        return new GraphClient(
                clientId,
                secret,
                permissions.stream().filter(each -> !each.equals(permission)).collect(Collectors.toSet()));
    }

    @Override
    public String toString() {
        return "GraphClient[" + clientId + ", " + permissions + "]";
    }
}
