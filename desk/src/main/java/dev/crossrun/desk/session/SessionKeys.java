package dev.crossrun.desk.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;

/** The keys that seal sessions. */
public final class SessionKeys {
    static final int BITS = 256;

    private SessionKeys() {}

    /** A JWK Set with one new key, for {@code desk.sessionKeys} in {@code api.yml}. */
    public static String generate() {
        return new JWKSet(key()).toString(false);
    }

    static OctetSequenceKey key() {
        try {
            return new OctetSequenceKeyGenerator(BITS).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JVM has AES", e);
        }
    }
}
