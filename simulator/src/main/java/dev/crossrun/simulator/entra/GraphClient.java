package dev.crossrun.simulator.entra;

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

    @Override
    public String toString() {
        return "GraphClient[" + clientId + ", " + permissions + "]";
    }
}
