package dev.crossrun.desk.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
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
import dev.crossrun.api.auth.OidcDiscovery;
import dev.crossrun.api.problem.ApiException;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenID provider at which people sign in: authorization code with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 7636). Its
 * discovery document is read at the first sign-in.
 */
final class Provider {
    private static final Logger LOG = LoggerFactory.getLogger(Provider.class);
    private static final Set<String> OUT_OF_ORDER =
            Set.of(OAuth2Error.SERVER_ERROR_CODE, OAuth2Error.TEMPORARILY_UNAVAILABLE_CODE);
    private static final String NOT_THE_END = "This is not the end of a sign-in. Start again.";

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
            http.setConnectTimeout(OidcDiscovery.TIMEOUT_MS);
            http.setReadTimeout(OidcDiscovery.TIMEOUT_MS);
            var response = OIDCTokenResponseParser.parse(http.send());
            if (!(response instanceof OIDCTokenResponse tokens)) {
                throw refusal(response.toErrorResponse().getErrorObject());
            }
            JWT token = tokens.getOIDCTokens().getIDToken();
            if (token == null) {
                throw new ParseException("There is no ID token");
            }
            return validator().validate(token, new Nonce(begun.nonce())).toJWTClaimsSet();
        } catch (KeySourceException e) {
            LOG.warn("The keys of the OpenID provider cannot be read: {}", e.toString());
            throw ApiException.unavailable("The keys of the OpenID provider cannot be read. Try again later.");
        } catch (BadJOSEException | JOSEException e) {
            LOG.warn("An ID token was not accepted: {}", e.getMessage());
            throw ApiException.forbidden("The provider's ID token is not accepted: " + e.getMessage());
        } catch (IOException e) {
            LOG.warn("The OpenID provider does not answer: {}", e.toString());
            throw ApiException.unavailable("The OpenID provider does not answer. Try again later.");
        } catch (ParseException e) {
            LOG.warn("The OpenID provider's answer cannot be read: {}", e.getMessage());
            throw ApiException.unavailable("The OpenID provider's answer cannot be read. Try again later.");
        }
    }

    private static AuthorizationCode code(URI callback, Sessions.Pending begun) {
        AuthenticationResponse response;
        try {
            response = AuthenticationResponseParser.parse(callback);
        } catch (ParseException | IllegalArgumentException e) {
            throw ApiException.malformed(NOT_THE_END);
        }
        if (response.getState() == null
                || !begun.state().equals(response.getState().getValue())) {
            throw ApiException.malformed("This is the end of another sign-in, perhaps of another tab. Start again.");
        }
        if (response instanceof AuthenticationErrorResponse refused) {
            throw refusal(refused.getErrorObject());
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw ApiException.malformed(NOT_THE_END);
        }
        return code;
    }

    /** What the provider says in place of a code or of tokens (RFC 6749, sections 4.1.2.1 and 5.2). */
    private static ApiException refusal(ErrorObject error) {
        int status = error.getHTTPStatusCode();
        String why = error.getCode() == null
                ? "HTTP " + status
                : Stream.of(error.getCode(), error.getDescription())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(": "));
        LOG.warn("The OpenID provider refused a sign-in: {}", why);
        return status >= 500 || OUT_OF_ORDER.contains(String.valueOf(error.getCode()))
                ? ApiException.unavailable("The OpenID provider cannot sign you in now. Try again later. " + why)
                : ApiException.forbidden("The provider refused the sign-in: " + why);
    }

    private OIDCProviderMetadata metadata() {
        OIDCProviderMetadata metadata = known;
        if (metadata != null) {
            return metadata;
        }
        try {
            metadata = OidcDiscovery.read(issuer);
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
            made = new IDTokenValidator(metadata().getIssuer(), client, OidcDiscovery.keys(metadata()), null);
            made.setMaxClockSkew(OidcDiscovery.SKEW_SECONDS);
            validator = made;
        }
        return made;
    }
}
