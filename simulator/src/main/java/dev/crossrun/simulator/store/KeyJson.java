package dev.crossrun.simulator.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;

/** Keys and certificates as JSON: PKCS #8 and DER, in Base64. All keys of a world are RSA. */
final class KeyJson {
    private KeyJson() {}

    static final class KeyWriter extends JsonSerializer<PrivateKey> {
        @Override
        public void serialize(PrivateKey key, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeBinary(key.getEncoded());
        }
    }

    static final class KeyReader extends JsonDeserializer<PrivateKey> {
        @Override
        public PrivateKey deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(in.getBinaryValue()));
            } catch (GeneralSecurityException e) {
                throw new IOException("a private key is damaged", e);
            }
        }
    }

    static final class CertificateWriter extends JsonSerializer<X509Certificate> {
        @Override
        public void serialize(X509Certificate certificate, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            try {
                out.writeBinary(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IOException(e);
            }
        }
    }

    static final class CertificateReader extends JsonDeserializer<X509Certificate> {
        @Override
        public X509Certificate deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                return (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(in.getBinaryValue()));
            } catch (GeneralSecurityException e) {
                throw new IOException("a certificate is damaged", e);
            }
        }
    }
}
