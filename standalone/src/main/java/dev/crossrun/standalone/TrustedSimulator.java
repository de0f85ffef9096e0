package dev.crossrun.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/** Makes this JVM's TLS clients trust the simulator in it, and nobody else: what is real is not called from here. */
final class TrustedSimulator {
    private static final String PASSWORD = "simulator";

    private static Optional<X509Certificate> trusted = Optional.empty();

    private TrustedSimulator() {}

    /**
     * Adds the certificate to the JVM's trust store, as an operator does it for a worker. Clients that are created after this
     * read the complete trust store.
     */
    static synchronized void trust(X509Certificate certificate) {
        if (trusted.equals(Optional.of(certificate))) {
            return;
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("simulator", certificate);
            Path file = Files.createTempFile("crossrun-simulator", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD.toCharArray());
            }
            System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
            System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
            // Last: a client made meanwhile remembers the store as it could open it.
            System.setProperty("javax.net.ssl.trustStore", file.toString());
            readOnce();
            trusted = Optional.of(certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no PKCS12", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDK may give clients that read a changed store at the same time what the store before had: this reads it alone. */
    private static void readOnce() throws GeneralSecurityException {
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
                .init((KeyStore) null);
    }
}
