package dev.crossrun.temporal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;

/** Files of keys: JWK Sets (RFC 7517), as {@code ./crossrun keygen} writes them. */
final class KeySets {
    private KeySets() {}

    /** @throws IllegalArgumentException if the file cannot be read or is not a JWK Set */
    static JWKSet read(Path file) {
        try {
            return JWKSet.load(file.toFile());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read", e);
        } catch (ParseException e) {
            throw new IllegalArgumentException(file + " is not a JWK Set", e);
        }
    }

    /** A new key, named by its thumbprint (RFC 7638). */
    static <K extends JWK> K generate(JWKGenerator<K> generator) {
        try {
            return generator.keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM cannot make such keys", e);
        }
    }
}
