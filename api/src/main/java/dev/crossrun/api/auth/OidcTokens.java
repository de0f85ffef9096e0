package dev.crossrun.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.GeneralException;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens of an OpenID provider as bearer tokens (RFC 9068; Microsoft identity platform, "Access token claims reference").
 * Discovery and keys are read when the first token comes; the keys again when a token names one that is not known.
 */
final class OidcTokens {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** So long the key source refuses to ask the provider a third time. */
    private static final Duration RATE_PERIOD = Duration.ofSeconds(30);

    private final OidcSettings settings;
    private final OidcPrincipals principals;
    private final Clock clock;
    private final Lock discovering = new ReentrantLock();
    private volatile @Nullable DefaultJWTProcessor<SecurityContext> processor;
    private volatile Instant discoverAgain = Instant.MIN;
    private volatile Instant keysFailedUntil = Instant.MIN;

    OidcTokens(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.principals = new OidcPrincipals(settings);
        this.clock = clock;
    }

    /**
     * The caller behind a token.
     *
     * @throws ApiException 401 if it is not a valid access token for this API, 403 if it gives no role, 503 if the provider
     *     cannot be reached
     */
    Principal principal(String token) {
        JWTClaimsSet claims = claims(token);
        requireAccessToken(claims);
        return principals.of(claims).until(claims.getExpirationTime().toInstant());
    }

    private JWTClaimsSet claims(String token) {
        try {
            return processor().process(token, null);
        } catch (ParseException e) {
            throw refused("it is not a signed JWT");
        } catch (RateLimitReachedException e) {
            throw clock.instant().isBefore(keysFailedUntil)
                    ? keysUnavailable()
                    : refused("its key is not one of the provider's");
        } catch (KeySourceException e) {
            keysFailedUntil = clock.instant().plus(RATE_PERIOD);
            throw keysUnavailable();
        } catch (BadJOSEException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (JOSEException e) {
            throw refused("its signature cannot be checked");
        }
    }

    /** Read once. A provider that does not answer holds up few requests, and is asked again after a while. */
    private DefaultJWTProcessor<SecurityContext> processor() {
        DefaultJWTProcessor<SecurityContext> known = processor;
        if (known != null) {
            return known;
        }
        if (clock.instant().isBefore(discoverAgain) || !discovering.tryLock()) {
            throw ApiException.unavailable(
                    "The discovery document of the OpenID provider is not available. Try again later.");
        }
        try {
            DefaultJWTProcessor<SecurityContext> made = newProcessor();
            processor = made;
            return made;
        } catch (ApiException failed) {
            discoverAgain = clock.instant().plus(PAUSE);
            throw failed;
        } finally {
            discovering.unlock();
        }
    }

    private DefaultJWTProcessor<SecurityContext> newProcessor() {
        DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
        made.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        made.setJWSKeySelector(keys());
        DefaultJWTClaimsVerifier<SecurityContext> verifier = new DefaultJWTClaimsVerifier<>(
                settings.audience(),
                new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
                Set.of("sub", "exp", "iat"));
        verifier.setMaxClockSkew(OidcDiscovery.SKEW_SECONDS);
        made.setJWTClaimsSetVerifier(verifier);
        return made;
    }

    private JWSKeySelector<SecurityContext> keys() {
        try {
            return OidcDiscovery.keys(OidcDiscovery.read(settings.issuer()));
        } catch (GeneralException | IOException e) {
            throw ApiException.unavailable("The discovery document of the OpenID provider cannot be read");
        }
    }

    /** An ID token says who signed in, not what the bearer may do here: it has no scope. */
    private void requireAccessToken(JWTClaimsSet claims) {
        boolean application = isOfApplication(claims);
        if (application && !settings.applications()) {
            throw refused("it is a token of an application without a user, which oidc.applications does not allow");
        }
        if (!application && Stream.of("scp", "scope").allMatch(name -> claims.getClaim(name) == null)) {
            throw refused("it has no scope, so it is not an access token; an ID token is not accepted");
        }
    }

    /** As Entra says it ({@code idtyp}, or {@code oid} as subject), Auth0 ({@code gty}), and those whose subject is the client. */
    private static boolean isOfApplication(JWTClaimsSet claims) {
        return "app".equals(OidcPrincipals.text(claims, "idtyp"))
                || "client-credentials".equals(OidcPrincipals.text(claims, "gty"))
                || Stream.of("oid", "client_id", "azp", "appid", "cid")
                        .anyMatch(name -> claims.getSubject().equals(OidcPrincipals.text(claims, name)));
    }

    private static ApiException keysUnavailable() {
        return ApiException.unavailable("The keys of the OpenID provider cannot be read. Try again later.");
    }

    private static ApiException refused(String why) {
        return new ApiException(ProblemCode.UNAUTHENTICATED, "The access token is not accepted: " + why);
    }
}
