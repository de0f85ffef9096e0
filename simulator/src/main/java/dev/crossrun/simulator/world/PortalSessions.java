package dev.crossrun.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in at the access portal. A session lasts eight hours, whatever becomes of the user's assignments (Identity
 * Center user guide, "Authentication sessions").
 */
public final class PortalSessions {
    private static final Duration LENGTH = Duration.ofHours(8);

    /** A user who is signed in; the token goes into the header {@code x-amz-sso_bearer_token}. */
    public record PortalSession(String accessToken, String userId, Instant expiresAt) {}

    private final World world;
    private final Map<String, PortalSession> sessions = new HashMap<>();

    PortalSessions(World world) {
        this.world = world;
    }

    public synchronized PortalSession start(String userId) {
        PortalSession session = new PortalSession(
                "aoaAAAAA" + world.ids().secret(200), userId, world.now().plus(LENGTH));
        sessions.put(session.accessToken(), session);
        return session;
    }

    /** The session of a token, unless it is over. */
    public synchronized Optional<PortalSession> find(String accessToken) {
        return Optional.ofNullable(sessions.get(accessToken))
                .filter(session -> session.expiresAt().isAfter(world.now()));
    }

    /** Signs out, which leaves credentials of accounts that were given out as they are. */
    public synchronized void end(String accessToken) {
        sessions.remove(accessToken);
    }
}
