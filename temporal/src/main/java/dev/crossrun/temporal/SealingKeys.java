package dev.crossrun.temporal;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.crossrun.domain.Sealed;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * The keys between API and workers: the API seals secrets to the public half of the first key (JWE, RSA-OAEP-256 with
 * A256GCM), workers open them with the private half of whichever key the JWE names. A key set of two lets a key be replaced
 * while runs are open. A file of them is a JWK Set (RFC 7517).
 */
public final class SealingKeys {
    private static final int BITS = 3072;

    private final JWKSet keys;

    private SealingKeys(JWKSet keys) {
        this.keys = keys;
    }

    /** No key: nothing can be sealed or opened. */
    public static SealingKeys none() {
        return new SealingKeys(new JWKSet());
    }

    /** Whether a secret can be sealed. */
    public boolean seals() {
        return !keys.getKeys().isEmpty();
    }

    /** A new key. */
    public static SealingKeys generate() {
        return new SealingKeys(new JWKSet(KeySets.generate(new RSAKeyGenerator(BITS).keyUse(KeyUse.ENCRYPTION))));
    }

    /**
     * Reads a JWK Set.
     *
     * @throws IllegalArgumentException if the file is none, or has no RSA key
     */
    public static SealingKeys read(Path file) {
        JWKSet keys = KeySets.read(file);
        if (keys.getKeys().stream().noneMatch(RSAKey.class::isInstance)) {
            throw new IllegalArgumentException(
                    file + " has no RSA key; wanted: a JWK Set as ./crossrun keygen writes it");
        }
        return new SealingKeys(keys);
    }

    /** These keys without their private halves. */
    public SealingKeys publicHalf() {
        return new SealingKeys(keys.toPublicJWKSet());
    }

    /** The JWK Set as a file has it; with private keys, if they are there. */
    public String json() {
        return keys.toString(false);
    }

    public Sealed seal(String secret) {
        RSAKey key = keys.getKeys().stream()
                .filter(RSAKey.class::isInstance)
                .map(RSAKey.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "there is no key to seal with; wanted: a JWK Set as" + " ./crossrun keygen writes it"));
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
                .keyID(key.getKeyID())
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(secret));
        try {
            jwe.encrypt(new RSAEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the secret cannot be sealed", e);
        }
        return new Sealed(jwe.serialize());
    }

    /**
     * The secret itself.
     *
     * @throws IllegalArgumentException if it was sealed to none of these keys
     */
    public String open(Sealed sealed) {
        try {
            JWEObject jwe = JWEObject.parse(sealed.jwe());
            JWK key = keys.getKeyByKeyId(jwe.getHeader().getKeyID());
            if (!(key instanceof RSAKey rsa) || !rsa.isPrivate()) {
                throw new IllegalArgumentException("no private key of this worker opens the secret");
            }
            jwe.decrypt(new RSADecrypter(rsa));
            return jwe.getPayload().toString();
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("the secret cannot be opened", e);
        }
    }
}
