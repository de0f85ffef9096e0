package dev.crossrun.simulator.entra;

import java.util.Collection;
import java.util.Set;

/**
 * An application that may call Graph by itself.
 *
 * @param permissions the application permissions that an administrator consented to, such as {@code Application.Read.All}
 */
public record GraphClient(String clientId, String secret, Set<String> permissions) {
    public GraphClient {
        permissions = Set.copyOf(permissions);
    }

    GraphClient with(Collection<String> others) {
        return new GraphClient(clientId, secret, Set.copyOf(others));
    }

    GraphClient without(String permission) {
        return with(
                permissions.stream().filter(each -> !each.equals(permission)).toList());
    }

    @Override
    public String toString() {
        return "GraphClient[" + clientId + ", " + permissions + "]";
    }
}
