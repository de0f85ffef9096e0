package dev.crossrun.simulator.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All access keys that were ever given out: those of users, and temporary ones with a token and an end. */
public final class Credentials {

    /** An access key; token and expiration are there when it is temporary. */
    public record AccessKey(
            String id, String secret, Optional<String> sessionToken, Optional<Instant> expiration, AwsCaller caller) {}

    private final Clock clock;
    private final Ids ids = new Ids();
    private final Map<String, AccessKey> keys = new HashMap<>();

    Credentials(Clock clock) {
        this.clock = clock;
    }

    synchronized void addUserKey(String accessKeyId, String secretKey, String accountId, IamUser user) {
        AwsCaller caller = AwsCaller.user(accountId, user, accessKeyId);
        keys.put(accessKeyId, new AccessKey(accessKeyId, secretKey, Optional.empty(), Optional.empty(), caller));
    }

    /** Starts a session of a role, as AssumeRole and its relatives do. */
    public synchronized AccessKey startSession(String accountId, IamRole role, String sessionName, Duration duration) {
        String id = ids.unique("ASIA");
        AwsCaller caller = AwsCaller.session(accountId, role, sessionName, id);
        Instant expiration = clock.instant().plus(duration);
        AccessKey key = new AccessKey(
                id, ids.secret(40), Optional.of("IQoJb3JpZ2luX2Vj" + ids.secret(300)), Optional.of(expiration), caller);
        keys.put(id, key);
        return key;
    }

    public synchronized Optional<AccessKey> find(String accessKeyId) {
        return Optional.ofNullable(keys.get(accessKeyId));
    }
}
