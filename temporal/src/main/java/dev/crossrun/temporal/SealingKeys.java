package dev.crossrun.temporal;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.crossrun.domain.Sealed;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * The keys between API and workers: the API seals secrets to the public half of the first key (JWE, ECDH-ES+A256KW on P-256
 * with A256GCM), workers open them with the private half of whichever key the JWE names. A key set of two lets a key be replaced
 * while runs are open. A file of them is a JWK Set (RFC 7517).
 */
public final class SealingKeys {
    private static final String WANTED = "wanted: a JWK Set as ./crossrun keygen writes it";

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
        return new SealingKeys(new JWKSet(KeySets.generate(new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION))));
    }

    /**
     * Reads a JWK Set.
     *
     * @throws IllegalArgumentException if the file is none, or has no EC key
     */
    public static SealingKeys read(Path file) {
        JWKSet keys = KeySets.read(file);
        if (keys.getKeys().stream().noneMatch(ECKey.class::isInstance)) {
            throw new IllegalArgumentException(file + " has no EC key; " + WANTED);
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
        ECKey key = keys.getKeys().stream()
                .filter(ECKey.class::isInstance)
                .map(ECKey.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no key to seal with; " + WANTED));
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
                .keyID(key.getKeyID())
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(secret));
        try {
            jwe.encrypt(new ECDHEncrypter(key));
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
            if (!(key instanceof ECKey own) || !own.isPrivate()) {
                throw new IllegalArgumentException("no private key of this worker opens the secret");
            }
            jwe.decrypt(new ECDHDecrypter(own));
            return jwe.getPayload().toString();
        } catch (ParseException | JOSEException e) {
            throw new IllegalArgumentException("the secret cannot be opened", e);
        }
    }
}
