package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an Identity Center instance's people come from and how they sign in. It begins with Identity Center's own
 * directory; a change to an external identity provider keeps users and assignments (IAM Identity Center User Guide,
 * "Considerations for changing your identity source").
 */
public final class IdentitySourceSettings {
    /** The most tokens that may be there at a time. */
    private static final int MOST_TOKENS = 2;

    private final World world;
    private String acsId;
    private Optional<String> providerMetadata = Optional.empty();
    private Optional<String> scimTenant = Optional.empty();
    private final Map<String, Instant> tokens = new HashMap<>();

    IdentitySourceSettings(World world) {
        this.world = world;
        this.acsId = world.ids().uuid();
    }

    /** The last part of the assertion consumer service's URL. */
    public synchronized String acsId() {
        return acsId;
    }

    /** Identity Center makes its endpoint again. */
    public synchronized void renewAcs() {
        acsId = world.ids().uuid();
    }

    /** The metadata of the external identity provider; empty while the directory is the source. */
    public synchronized Optional<String> providerMetadata() {
        return providerMetadata;
    }

    public synchronized void changeTo(String metadata) {
        providerMetadata = Optional.of(metadata);
    }

    public synchronized boolean external() {
        return providerMetadata.isPresent();
    }

    /** The tenant in the SCIM endpoint's path, once automatic provisioning is enabled. */
    public synchronized Optional<String> scimTenant() {
        return scimTenant;
    }

    public synchronized String enableScim() {
        scimTenant = Optional.of(world.ids().uuid());
        return scimTenant.get();
    }

    public synchronized void disableScim() {
        scimTenant = Optional.empty();
        tokens.clear();
    }

    /** A new token, valid for a year; empty when there are two already. */
    public synchronized Optional<String> newToken() {
        if (tokens.size() >= MOST_TOKENS) {
            return Optional.empty();
        }
        String token = world.ids().uuid() + world.ids().secret(200).replace('/', '_');
        tokens.put(token, world.now().plus(java.time.Duration.ofDays(365)));
        return Optional.of(token);
    }

    public synchronized void deleteTokens() {
        tokens.clear();
    }

    public synchronized boolean accepts(String token) {
        return Optional.ofNullable(tokens.get(token))
                .map(end -> world.now().isBefore(end))
                .orElse(false);
    }
}
