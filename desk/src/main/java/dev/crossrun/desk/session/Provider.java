package dev.crossrun.desk.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationErrorResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.crossrun.api.DeskSettings;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenID provider at which people sign in: authorization code with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636). Its
 * discovery document is read at the first sign-in.
 */
final class Provider {
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final int TIMEOUT_MS = 5_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int SKEW_SECONDS = 60;
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private final URI issuer;
    private final DeskSettings settings;
    private final ClientID client;
    private volatile @Nullable OIDCProviderMetadata known;
    private volatile @Nullable IDTokenValidator validator;

    Provider(URI issuer, DeskSettings settings) {
        this.issuer = issuer;
        this.settings = settings;
        this.client = new ClientID(settings.clientId());
    }

    /** Where a person signs in, for a sign-in that has begun; {@code other} lets the person choose another account. */
    URI signIn(Sessions.Pending begun, boolean other) {
        AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, new Scope("openid", "profile", "email"), client, settings.redirect())
                .endpointURI(metadata().getAuthorizationEndpointURI())
                .state(new State(begun.state()))
                .nonce(new Nonce(begun.nonce()))
                .codeChallenge(new CodeVerifier(begun.verifier()), CodeChallengeMethod.S256)
                .responseMode(ResponseMode.QUERY);
        return (other ? request.prompt(new Prompt(Prompt.Type.SELECT_ACCOUNT)) : request)
                .build()
                .toURI();
    }

    /** Where a person ends the session at the provider itself, if it says so and somebody has signed in since the start. */
    Optional<URI> signOut() {
        return Optional.ofNullable(known).map(OIDCProviderMetadata::getEndSessionEndpointURI);
    }

    /**
     * The claims of the ID token of a person who comes back.
     *
     * @param callback the address with its query
     * @throws ApiException 400 if it is not the end of that sign-in, 403 if the provider refused it, 503 if it does not answer
     */
    JWTClaimsSet claims(URI callback, Sessions.Pending begun) {
        AuthorizationCode code = code(callback, begun);
        try {
            TokenRequest request = new TokenRequest.Builder(
                            metadata().getTokenEndpointURI(),
                            new ClientSecretBasic(client, new Secret(settings.clientSecret())),
                            new AuthorizationCodeGrant(code, settings.redirect(), new CodeVerifier(begun.verifier())))
                    .build();
            HTTPRequest http = request.toHTTPRequest();
            http.setConnectTimeout(TIMEOUT_MS);
            http.setReadTimeout(TIMEOUT_MS);
            var response = OIDCTokenResponseParser.parse(http.send());
            if (!(response instanceof OIDCTokenResponse tokens)) {
                String why = String.valueOf(
                        response.toErrorResponse().getErrorObject().getDescription());
                LOG.warn("The OpenID provider refused the code of a sign-in: {}", why);
                throw ApiException.forbidden("The sign-in was refused by the provider: " + firstLine(why));
            }
            return validator()
                    .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(begun.nonce()))
                    .toJWTClaimsSet();
        } catch (BadJOSEException | JOSEException e) {
            LOG.warn("An ID token was not accepted: {}", e.getMessage());
            throw ApiException.forbidden("The provider's ID token is not accepted: " + e.getMessage());
        } catch (IOException e) {
            throw ApiException.unavailable("The OpenID provider does not answer. Try again later.");
        } catch (ParseException e) {
            throw ApiException.unavailable("The OpenID provider's answer cannot be read. Try again later.");
        }
    }

    private static AuthorizationCode code(URI callback, Sessions.Pending begun) {
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(callback);
        } catch (ParseException e) {
            throw ApiException.malformed("This is not the end of a sign-in. Start again.");
        }
        if (response.getState() == null
                || !begun.state().equals(response.getState().getValue())) {
            throw ApiException.malformed("This is the end of another sign-in, perhaps of another tab. Start again.");
        }
        if (response instanceof AuthenticationErrorResponse refused) {
            String why = String.valueOf(refused.getErrorObject().getDescription());
            throw new ApiException(
                    ProblemCode.FORBIDDEN,
                    "You are not signed in: " + refused.getErrorObject().getCode() + ". " + firstLine(why));
        }
        return response.toSuccessResponse().getAuthorizationCode();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }

    private OIDCProviderMetadata metadata() {
        OIDCProviderMetadata metadata = known;
        if (metadata != null) {
            return metadata;
        }
        try {
            metadata = OIDCProviderMetadata.resolve(new Issuer(issuer), TIMEOUT_MS, TIMEOUT_MS);
            known = metadata;
            return metadata;
        } catch (GeneralException | IOException e) {
            LOG.warn("The discovery document of {} cannot be read: {}", issuer, e.getMessage());
            throw ApiException.unavailable("The OpenID provider cannot be reached. Try again later.");
        }
    }

    private IDTokenValidator validator() throws IOException {
        IDTokenValidator made = validator;
        if (made == null) {
            made = new IDTokenValidator(
                    metadata().getIssuer(),
                    client,
                    new JWSVerificationKeySelector<SecurityContext>(
                            ALGORITHMS,
                            JWKSourceBuilder.create(
                                            metadata().getJWKSetURI().toURL(),
                                            new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MOST_BYTES))
                                    .retrying(true)
                                    .build()),
                    null);
            made.setMaxClockSkew(SKEW_SECONDS);
            validator = made;
        }
        return made;
    }
}
