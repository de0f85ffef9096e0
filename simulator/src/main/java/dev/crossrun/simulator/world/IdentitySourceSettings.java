package dev.crossrun.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final Duration TOKEN_LIFETIME = Duration.ofDays(365);

    /** What the console shows of a token. */
    public record AccessToken(String id, Instant createdAt, Instant expiresAt) {}

    private final World world;
    private String acsId;
    private Optional<String> providerMetadata = Optional.empty();
    private Optional<String> scimTenant = Optional.empty();
    private final Map<String, AccessToken> tokens = new LinkedHashMap<>();

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
        tokens.put(
                token,
                new AccessToken(world.ids().uuid(), world.now(), world.now().plus(TOKEN_LIFETIME)));
        return Optional.of(token);
    }

    /** The tokens that are there, expired ones included, the oldest first. */
    public synchronized List<AccessToken> tokens() {
        return List.copyOf(tokens.values());
    }

    /** Deletes a token by its id; false if there is none. */
    public synchronized boolean deleteToken(String id) {
        return tokens.values().removeIf(token -> token.id().equals(id));
    }

    public synchronized void deleteTokens() {
        tokens.clear();
    }

    public synchronized boolean accepts(String token) {
        return Optional.ofNullable(tokens.get(token))
                .map(known -> world.now().isBefore(known.expiresAt()))
                .orElse(false);
    }
}
