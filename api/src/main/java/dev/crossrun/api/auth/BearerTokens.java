package dev.crossrun.api.auth;

import dev.crossrun.domain.Sha256;
import io.dropwizard.auth.Authenticator;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Authenticates a bearer token: one of the API's own list, or an access token of the OpenID provider. A listed token is known by
 * its hash: the comparison reveals nothing about the token.
 */
public final class BearerTokens implements Authenticator<String, Principal> {
    /** A signed JWT has three parts. */
    private static final String JWT = "[^.]+\\.[^.]+\\.[^.]*";

    private final Map<String, TokenPrincipal> byHash;
    private final Optional<OidcTokens> oidcTokens;

    public BearerTokens(List<TokenPrincipal> principals, Optional<OidcSettings> oidc, Clock clock) {
        byHash = principals.stream().collect(Collectors.toMap(TokenPrincipal::tokenSha256, Function.identity()));
        oidcTokens = oidc.map(settings -> new OidcTokens(settings, clock));
    }

    @Override
    public Optional<Principal> authenticate(String token) {
        return Optional.ofNullable(byHash.get(Sha256.of(token).value()))
                .map(TokenPrincipal::principal)
                .or(() -> oidcTokens.filter(any -> token.matches(JWT)).map(tokens -> tokens.principal(token)));
    }
}
