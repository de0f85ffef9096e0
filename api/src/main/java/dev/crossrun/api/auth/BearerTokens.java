package dev.crossrun.api.auth;

import dev.crossrun.domain.Sha256;
import io.dropwizard.auth.Authenticator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows a principal by the hash of its token: what is compared tells nothing about the token. */
public final class BearerTokens implements Authenticator<String, Principal> {
    private final Map<String, Principal> byHash;

    public BearerTokens(List<Principal> principals) {
        byHash = principals.stream().collect(Collectors.toMap(Principal::tokenSha256, Function.identity()));
    }

    @Override
    public Optional<Principal> authenticate(String token) {
        return Optional.ofNullable(
                byHash.get(Sha256.of(token.getBytes(StandardCharsets.UTF_8)).value()));
    }
}
