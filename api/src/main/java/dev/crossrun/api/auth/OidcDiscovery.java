package dev.crossrun.api.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Set;

/** What an OpenID provider says of itself (OpenID Connect Discovery 1.0), and the keys by which its tokens are verified. */
public final class OidcDiscovery {
    /** How long a call of the provider may take, to connect and to read. */
    public static final int TIMEOUT_MS = 5_000;

    /** How far its clock may be from ours. */
    public static final int SKEW_SECONDS = 60;

    private static final int MOST_BYTES = 256 * 1024;

    /** Asymmetric ones only: nobody but the provider can sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private OidcDiscovery() {}

    /** Reads the discovery document of this issuer, which must name the same one. */
    public static OIDCProviderMetadata read(URI issuer) throws GeneralException, IOException {
        return OIDCProviderMetadata.resolve(new Issuer(issuer), TIMEOUT_MS, TIMEOUT_MS);
    }

    /** The provider's keys. They are read when the first token comes, and again when a token names one that is not known. */
    public static JWSKeySelector<SecurityContext> keys(OIDCProviderMetadata provider) throws MalformedURLException {
        return new JWSVerificationKeySelector<>(
                ALGORITHMS,
                JWKSourceBuilder.create(
                                provider.getJWKSetURI().toURL(),
                                new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MOST_BYTES))
                        .retrying(true)
                        .build());
    }
}
