package dev.crossrun.simulator.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All access keys that were ever given out: those of users, and temporary ones with a token and an end. */
public final class Credentials {

    /** An access key; token and expiration are there when it is temporary. */
    public record AccessKey(
            String id, String secret, Optional<String> sessionToken, Optional<Instant> expiration, AwsCaller caller) {}

    private final Clock clock;
    private final Ids ids = new Ids();
    private final Map<String, AccessKey> keys = new LinkedHashMap<>();

    Credentials(Clock clock) {
        this.clock = clock;
    }

    synchronized void addUserKey(String accessKeyId, String secretKey, String accountId, IamUser user) {
        AwsCaller caller = AwsCaller.user(accountId, user, accessKeyId);
        keys.put(accessKeyId, new AccessKey(accessKeyId, secretKey, Optional.empty(), Optional.empty(), caller));
    }

    /** Starts a session of a role, as AssumeRole and its relatives do. */
    public AccessKey startSession(String accountId, IamRole role, String sessionName, Duration duration) {
        return startSession(accountId, role, sessionName, duration, Map.of(), List.of());
    }

    /** Starts a session whose calls carry more condition keys, and whose session policies limit it. */
    public synchronized AccessKey startSession(
            String accountId,
            IamRole role,
            String sessionName,
            Duration duration,
            Map<String, String> conditionKeys,
            List<String> policies) {
        String id = ids.unique("ASIA");
        Instant now = clock.instant();
        AwsCaller caller = AwsCaller.session(
                accountId, role, new AwsCaller.Session(sessionName, role.arn(), now, conditionKeys, policies), id);
        Instant expiration = now.plus(duration);
        AccessKey key = new AccessKey(
                id, ids.secret(40), Optional.of("IQoJb3JpZ2luX2Vj" + ids.secret(300)), Optional.of(expiration), caller);
        keys.put(id, key);
        return key;
    }

    public synchronized Optional<AccessKey> find(String accessKeyId) {
        return Optional.ofNullable(keys.get(accessKeyId));
    }

    /** The sessions of an account's roles that have not expired, the latest last. */
    public synchronized List<AccessKey> sessions(String accountId) {
        Instant now = clock.instant();
        return keys.values().stream()
                .filter(key -> key.caller().accountId().equals(accountId))
                .filter(key -> key.expiration().filter(end -> end.isAfter(now)).isPresent())
                .toList();
    }
}
