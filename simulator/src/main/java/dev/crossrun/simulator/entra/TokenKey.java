package dev.crossrun.simulator.entra;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.crossrun.simulator.saml.SigningKey;
import java.security.interfaces.RSAPublicKey;

/** The key that the tenant signs tokens with, by RS256. */
final class TokenKey {
    private final SigningKey key;
    private final RSAKey published;

    TokenKey(EntraTenant tenant) {
        this.key = tenant.tokenKey();
        this.published = published(key);
    }

    private static RSAKey published(SigningKey key) {
        try {
            return new RSAKey.Builder((RSAPublicKey) key.certificate().getPublicKey())
                    .keyIDFromThumbprint()
                    .keyUse(KeyUse.SIGNATURE)
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** The key as a JWK set, for those who verify tokens. */
    String published() {
        return new JWKSet(published).toString();
    }

    String sign(JWTClaimsSet claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(published.getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(key.privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return jwt.serialize();
    }

    boolean signed(SignedJWT jwt) throws JOSEException {
        return jwt.verify(new RSASSAVerifier((RSAPublicKey) key.certificate().getPublicKey()));
    }
}
