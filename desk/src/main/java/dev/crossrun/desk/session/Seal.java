package dev.crossrun.desk.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Seals what cookies carry, with AES-256-GCM (a JWE, {@code dir}, RFC 7516). The first key of the set seals and every key opens, so
 * that keys can be changed while people are signed in. What is sealed for one purpose does not open for another.
 */
final class Seal {
    private static final String PURPOSE = "use-as";
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final Map<String, OctetSequenceKey> keys = new LinkedHashMap<>();

    private Seal(JWKSet set) {
        for (JWK key : set.getKeys()) {
            if (!(key instanceof OctetSequenceKey octets)
                    || octets.size() != SessionKeys.BITS
                    || octets.getKeyID() == null) {
                throw new IllegalArgumentException(
                        "every key must be of type oct with 256 bits and a kid of its own: ./crossrun keygen makes one");
            }
            keys.put(octets.getKeyID(), octets);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the file has no key");
        }
    }

    /** The keys of a file, or one for this process alone. */
    static Seal of(Optional<Path> file) {
        return file.map(Seal::read).orElseGet(() -> new Seal(new JWKSet(SessionKeys.key())));
    }

    private static Seal read(Path file) {
        try {
            return new Seal(JWKSet.load(file.toFile()));
        } catch (IOException | ParseException e) {
            throw new IllegalArgumentException("desk.sessionKeys: " + file + " cannot be read as a JWK Set", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("desk.sessionKeys: " + file + ": " + e.getMessage(), e);
        }
    }

    String seal(String purpose, Object content) {
        OctetSequenceKey key = keys.values().iterator().next();
        JWEHeader header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .keyID(key.getKeyID())
                .customParam(PURPOSE, purpose)
                .build();
        JWEObject sealed = new JWEObject(header, new Payload(json(content)));
        try {
            sealed.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the keys were checked", e);
        }
        return sealed.serialize();
    }

    /** What was sealed for this purpose; empty if this is not it, or is by no key that is known. */
    <T> Optional<T> open(String purpose, String sealed, Class<T> type) {
        try {
            JWEObject object = JWEObject.parse(sealed);
            OctetSequenceKey key = keys.get(String.valueOf(object.getHeader().getKeyID()));
            if (key == null || !purpose.equals(object.getHeader().getCustomParam(PURPOSE))) {
                return Optional.empty();
            }
            object.decrypt(new DirectDecrypter(key));
            return Optional.of(JSON.readValue(object.getPayload().toString(), type));
        } catch (ParseException | JOSEException | JsonProcessingException | RuntimeException notOurs) {
            // Nimbus throws a NullPointerException for a header without "enc".
            return Optional.empty();
        }
    }

    private static String json(Object content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of ours are JSON", e);
        }
    }
}
