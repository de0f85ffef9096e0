package dev.crossrun.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.crossrun.simulator.world.ConnectInstance.Configuration;
import dev.crossrun.simulator.world.ConnectInstance.Creation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How Connect creates and deletes instances: how long it takes, what it remembers of the requests, how many it bears. */
public final class ConnectCreations {
    /** What CreateInstance answers with, again at each call with the same client token. */
    public record Created(String id, String arn, Configuration configuration) {
        public static Created of(ConnectInstance instance) {
            return new Created(instance.id(), instance.arn(), instance.configuration());
        }
    }

    private static final int MOST_ATTEMPTS = 100;
    private static final Duration ATTEMPTS_COUNT = Duration.ofDays(30);

    private final World world;

    @JsonIgnore
    private final Duration duration;

    private final Deque<String> failures = new ArrayDeque<>();
    private final Map<String, List<Instant>> attempts = new HashMap<>();
    private final Map<String, Instant> freedAt = new HashMap<>();
    private final Map<String, Created> byToken = new HashMap<>();

    ConnectCreations(World world, Duration duration) {
        this.world = world;
        this.duration = duration;
    }

    /** Lets the next creation that is begun end as {@code CREATION_FAILED}. */
    public synchronized void failNext(String reason) {
        failures.add(reason);
    }

    /** Whether an account has created and deleted too often in the last days. */
    public synchronized boolean isFlagged(String accountId) {
        Instant since = world.now().minus(ATTEMPTS_COUNT);
        return attempts.getOrDefault(accountId, List.of()).stream()
                        .filter(attempt -> attempt.isAfter(since))
                        .count()
                >= MOST_ATTEMPTS;
    }

    /**
     * An alias is part of an address, so that all accounts share its names. That of a deleted instance is free again after the
     * time that a creation takes.
     */
    public synchronized boolean isTaken(String alias) {
        Instant freed = freedAt.getOrDefault(alias.toLowerCase(Locale.ROOT), Instant.MIN);
        return world.now().isBefore(freed)
                || world.organization().accounts().stream()
                        .flatMap(account -> account.allConnectInstances().stream())
                        .anyMatch(instance -> instance.alias().equalsIgnoreCase(alias));
    }

    /** The instance that a client token has created, be it deleted since. */
    public synchronized Optional<Created> createdWith(String token, String accountId, String region) {
        return Optional.ofNullable(byToken.get(key(token, accountId, region)));
    }

    /** Begins a creation. */
    public synchronized ConnectInstance create(
            String accountId, String region, Configuration configuration, Optional<String> token) {
        Creation creation = new Creation(world.now().plus(duration), Optional.ofNullable(failures.poll()));
        ConnectInstance instance =
                new ConnectInstance(world, accountId, region, world.ids().uuid(), configuration, creation);
        world.requireAccount(accountId).create(instance);
        token.ifPresent(given -> byToken.put(key(given, accountId, region), Created.of(instance)));
        count(accountId);
        return instance;
    }

    public synchronized void delete(ConnectInstance instance) {
        world.requireAccount(instance.accountId()).removeConnectInstance(instance.id());
        freedAt.put(instance.alias().toLowerCase(Locale.ROOT), world.now().plus(duration));
        count(instance.accountId());
    }

    private void count(String accountId) {
        attempts.computeIfAbsent(accountId, unused -> new ArrayList<>()).add(world.now());
    }

    private static String key(String token, String accountId, String region) {
        return accountId + "/" + region + "/" + token;
    }
}
