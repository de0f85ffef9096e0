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
import java.security.interfaces.RSAPublicKey;

/** The key that the tenant signs tokens with, by RS256. */
final class TokenKey {
    private final EntraTenant tenant;

    TokenKey(EntraTenant tenant) {
        this.tenant = tenant;
    }

    private RSAPublicKey publicKey() {
        return (RSAPublicKey) tenant.tokenKey().certificate().getPublicKey();
    }

    private RSAKey jwk() {
        try {
            return new RSAKey.Builder(publicKey())
                    .keyIDFromThumbprint()
                    .keyUse(KeyUse.SIGNATURE)
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** The key as a JWK set, for those who verify tokens. */
    String published() {
        return new JWKSet(jwk()).toString();
    }

    String sign(JWTClaimsSet claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(jwk().getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(tenant.tokenKey().privateKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
        return jwt.serialize();
    }

    boolean signed(SignedJWT jwt) throws JOSEException {
        return jwt.verify(new RSASSAVerifier(publicKey()));
    }
}
