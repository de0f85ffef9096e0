package dev.crossrun.api.archive;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.crossrun.temporal.PayloadKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Encrypts bodies (JWE, RFC 7516: {@code dir}, {@code A256GCM}, compressed with gzip before) and signs entries (JWS, RFC 7515:
 * {@code HS256}). The first key of each kind is used for what is new, all for what is there.
 */
public final class RecordKeys {
    private final List<OctetSequenceKey> encryption;
    private final List<OctetSequenceKey> signing;

    private RecordKeys(PayloadKeys keys) {
        this.encryption = keys.encryption();
        this.signing = keys.hashing();
    }

    /**
     * Reads a file of {@code ./crossrun keygen}.
     *
     * @throws IllegalArgumentException if it is not one; its message names all faults
     */
    public static RecordKeys read(Path file) {
        PayloadKeys keys = PayloadKeys.read(file);
        if (!keys.hash()) {
            throw new IllegalArgumentException(
                    file + ": no key has \"alg\": \"HS256\". ./crossrun keygen makes such a file");
        }
        return new RecordKeys(keys);
    }

    String encrypted(byte[] plain) {
        OctetSequenceKey key = encryption.get(0);
        JWEObject jwe = new JWEObject(
                new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                        .keyID(key.getKeyID())
                        .contentType("application/gzip")
                        .build(),
                new Payload(compressed(plain)));
        try {
            jwe.encrypt(new DirectEncrypter(key));
            return jwe.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JVM encrypts with such keys", e);
        }
    }

    /**
     * The plain bytes; empty if they were not encrypted with one of these keys, or changed since.
     *
     * @throws ArchiveException if the key is not among these
     */
    Optional<byte[]> decrypted(String body) {
        try {
            JWEObject jwe = JWEObject.parse(body);
            jwe.decrypt(new DirectDecrypter(key(encryption, jwe.getHeader().getKeyID())));
            return Optional.of(expanded(jwe.getPayload().toBytes()));
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    String signed(String text) {
        OctetSequenceKey key = signing.get(0);
        JWSObject jws = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), new Payload(text));
        try {
            jws.sign(new MACSigner(key));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JVM signs with such keys", e);
        }
    }

    /**
     * Whether one of these keys signed it so.
     *
     * @throws ArchiveException if the key is not among these
     */
    boolean hasSigned(String text) {
        try {
            JWSObject jws = JWSObject.parse(text);
            return jws.verify(new MACVerifier(key(signing, jws.getHeader().getKeyID())));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    private static OctetSequenceKey key(List<OctetSequenceKey> keys, String id) {
        return keys.stream()
                .filter(key -> key.getKeyID().equals(id))
                .findFirst()
                .orElseThrow(() -> new ArchiveException("The archive uses the key "
                        + String.valueOf(id).replaceAll("[^\\w-]", "?")
                        + ", which is not in the file of keys. Add it."));
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] expanded(byte[] compressed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return gzip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
