package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.store.PrivateFile;
import dev.crossrun.simulator.store.UnreadableWorld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate of the TLS port: self-signed for this machine alone, created again by each process unless it is kept. */
final class ServerCertificate {
    static final String PASSWORD = "simulator";
    private static final String ALIAS = "simulator";
    private static final String FILE = "simulator.p12";

    private static final X500Name NAME = new X500Name("CN=crossrun simulator");

    private static final Map<String, ServerCertificate> MADE = new ConcurrentHashMap<>();

    private final PrivateKey key;
    private final X509Certificate certificate;

    /** The one of this process for an address: clients keep in mind whom they trust. */
    static ServerCertificate of(String address) {
        return MADE.computeIfAbsent(address, ServerCertificate::new);
    }

    /** The one in a folder; a new one if there is none, or it expires within a month. */
    static ServerCertificate kept(Path folder, String address) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.exists(file)) {
                ServerCertificate kept = read(file);
                if (kept.certificate
                        .getNotAfter()
                        .toInstant()
                        .isAfter(Instant.now().plus(Duration.ofDays(30)))) {
                    return kept;
                }
            }
            ServerCertificate made = new ServerCertificate(address);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            made.keyStore().store(bytes, PASSWORD.toCharArray());
            PrivateFile.replace(file, bytes.toByteArray());
            return made;
        } catch (GeneralSecurityException | IOException e) {
            throw new UnreadableWorld(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ServerCertificate read(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        return new ServerCertificate((PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray()), (X509Certificate)
                store.getCertificate(ALIAS));
    }

    private ServerCertificate(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    private ServerCertificate(String address) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            this.key = pair.getPrivate();
            this.certificate = sign(address, pair);
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("this JVM cannot make a certificate", e);
        }
    }

    private static X509Certificate sign(String address, KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = Instant.now();
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(address.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, address)
        });
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(365))),
                NAME,
                pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    X509Certificate certificate() {
        return certificate;
    }

    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), new X509Certificate[] {certificate});
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM has no PKCS12", e);
        }
    }
}
