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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes this JVM's TLS clients trust the simulator in it, and nobody else: what is real is not called from here. */
final class TrustedSimulator {
    private static final String PASSWORD = "simulator";

    private static Optional<X509Certificate> trusted = Optional.empty();

    private TrustedSimulator() {}

    /**
     * Makes the certificate the JVM's trust store, as an operator adds it for a worker. Clients that are created after this trust
     * it, whatever clients there were before.
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
            SSLContext.setDefault(ofTheStore());
            trusted = Optional.of(certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no PKCS12", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The first client of a JVM makes its default context, which keeps the store of then: it is made again. The JDK may also give
     * clients that read a changed store at the same time what the store before had; this reads it alone.
     */
    private static SSLContext ofTheStore() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
