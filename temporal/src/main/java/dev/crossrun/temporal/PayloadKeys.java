package dev.crossrun.temporal;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The keys that API and workers share for what is in Temporal: a file with a JWK Set (RFC 7517) of symmetric keys of 256 bits.
 * Those with {@code "alg": "A256GCM"} encrypt payloads: the first one encrypts, each of them decrypts. Those with
 * {@code "alg": "HS256"} hash names: the first one hashes, filters look for the hashes of all.
 */
public final class PayloadKeys {
    private static final int BITS = 256;
    private static final String MAC = "HmacSHA256";

    private final List<OctetSequenceKey> encryption;
    private final List<OctetSequenceKey> hashing;

    private PayloadKeys(List<OctetSequenceKey> keys) {
        this.encryption = with(EncryptionMethod.A256GCM, keys);
        this.hashing = with(JWSAlgorithm.HS256, keys);
    }

    private static List<OctetSequenceKey> with(Algorithm algorithm, List<OctetSequenceKey> keys) {
        return keys.stream().filter(key -> algorithm.equals(key.getAlgorithm())).toList();
    }

    /** No key: payloads are in the clear. */
    public static PayloadKeys none() {
        return new PayloadKeys(List.of());
    }

    /** A new key of each kind. */
    public static PayloadKeys generate() {
        return new PayloadKeys(
                List.of(key(KeyUse.ENCRYPTION, EncryptionMethod.A256GCM), key(KeyUse.SIGNATURE, JWSAlgorithm.HS256)));
    }

    private static OctetSequenceKey key(KeyUse use, Algorithm algorithm) {
        return KeySets.generate(new OctetSequenceKeyGenerator(BITS).keyUse(use).algorithm(algorithm));
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is not such a set; its message names all faults, and nothing of a key but its id
     */
    public static PayloadKeys read(Path file) {
        List<String> faults = new ArrayList<>();
        List<OctetSequenceKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        List<JWK> all = KeySets.read(file).getKeys();
        for (int i = 0; i < all.size(); i++) {
            String where = "key " + (i + 1) + ": ";
            if (all.get(i) instanceof OctetSequenceKey key && key.size() == BITS) {
                fault(key, ids).ifPresentOrElse(fault -> faults.add(where + fault), () -> keys.add(key));
            } else {
                faults.add(where + "must be of type oct with 256 bits");
            }
        }
        PayloadKeys read = new PayloadKeys(keys);
        if (faults.isEmpty() && read.encryption.isEmpty()) {
            faults.add("no key has \"alg\": \"A256GCM\"");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    file + ": " + String.join("; ", faults) + ". ./crossrun keygen makes such a file");
        }
        return read;
    }

    /** Two keys of one id, or a key under another one's id, would let a payload look altered that is not. */
    private static Optional<String> fault(OctetSequenceKey key, Set<String> ids) {
        if (!EncryptionMethod.A256GCM.equals(key.getAlgorithm()) && !JWSAlgorithm.HS256.equals(key.getAlgorithm())) {
            return Optional.of("alg must be A256GCM or HS256");
        }
        if (key.getKeyID() == null || !key.getKeyID().equals(thumbprint(key))) {
            return Optional.of("kid must be the key's thumbprint (RFC 7638)");
        }
        return ids.add(key.getKeyID()) ? Optional.empty() : Optional.of("is there twice");
    }

    private static String thumbprint(OctetSequenceKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** The JWK Set as the file has it, with the keys. */
    public String json() {
        List<JWK> all = new ArrayList<>(encryption);
        all.addAll(hashing);
        return new JWKSet(all).toString(false);
    }

    /** The keys that encrypt, the current one first. */
    public List<OctetSequenceKey> encryption() {
        return List.copyOf(encryption);
    }

    /** The keys of hashes and signatures, the current one first. */
    public List<OctetSequenceKey> hashing() {
        return List.copyOf(hashing);
    }

    /** Whether payloads are encrypted. */
    public boolean encrypt() {
        return !encryption.isEmpty();
    }

    /** Whether names can be hashed. */
    public boolean hash() {
        return !hashing.isEmpty();
    }

    /** The id of the key that encrypts. */
    String current() {
        return encryption.get(0).getKeyID();
    }

    Optional<SecretKey> key(String id) {
        return encryption.stream()
                .filter(key -> key.getKeyID().equals(id))
                .findFirst()
                .map(key -> key.toSecretKey("AES"));
    }

    /** Keyed hashes of a name, one for each key, the current one first: 64 hexadecimal digits. */
    public List<String> hashes(String name) {
        return hashing.stream().map(key -> hash(key, name)).toList();
    }

    private static String hash(OctetSequenceKey key, String name) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key.toSecretKey(MAC));
            return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + MAC, e);
        }
    }
}
