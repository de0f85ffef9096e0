package dev.crossrun.simulator.saml;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes signing keys with self-signed certificates: RSA 2048, sha256, no extensions, valid from the given clock's now,
 * as the certificates in Identity Center's and Entra's own metadata are.
 *
 * <p>Within one world every key is a different one. Making RSA keys is slow. So they are made in the background, and the key pairs
 * (not the certificates) are shared between the worlds of one JVM: the n-th key of each world is the same.
 */
public final class SigningKeys {

    /** The subject of every Identity Center application certificate. */
    public static final String IDENTITY_CENTER = "CN=amazonaws.com,OU=IDAS,O=Amazon,C=US";

    /** The subject of the signing certificates of an Entra enterprise application. */
    public static final String ENTRA_APPLICATION = "CN=Microsoft Azure Federated SSO Certificate";

    /** The keys of Entra's tokens, of its application, and of Identity Center's application. */
    private static final int OF_A_FEDERATION = 3;

    private static final KeyPairs PAIRS = new KeyPairs();

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger used = new AtomicInteger();

    /** Keys for one world. */
    public SigningKeys(Clock clock) {
        this.clock = clock;
        PAIRS.make(OF_A_FEDERATION);
    }

    /** A key for one Identity Center application: five years. */
    public SigningKey forIdentityCenterApplication() {
        return create(IDENTITY_CENTER, 5);
    }

    /** A new key, self-signed by the subject, valid for whole years from now. */
    public SigningKey create(String subject, int years) {
        return create(
                subject,
                clock.instant().atOffset(ZoneOffset.UTC).plusYears(years).toInstant());
    }

    /** A new key, self-signed by the subject, valid from now until the second given. */
    public SigningKey create(String subject, Instant until) {
        KeyPair pair = PAIRS.get(used.getAndIncrement());
        X500Name name = new X500Name(subject);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(random.nextInt(1, Integer.MAX_VALUE)),
                Date.from(clock.instant().truncatedTo(ChronoUnit.SECONDS)),
                Date.from(until.truncatedTo(ChronoUnit.SECONDS)),
                name,
                pair.getPublic());
        try {
            X509CertificateHolder holder =
                    builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
            return new SigningKey(pair.getPrivate(), new JcaX509CertificateConverter().getCertificate(holder));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a certificate for " + subject, e);
        }
    }

    private static final class KeyPairs {
        private final List<CompletableFuture<KeyPair>> made = new ArrayList<>();

        KeyPair get(int index) {
            make(index + 1);
            return pair(index).join();
        }

        /** Starts to make the missing ones, one after the other, until there are {@code wanted}. */
        synchronized void make(int wanted) {
            while (made.size() < wanted) {
                made.add(
                        made.isEmpty()
                                ? CompletableFuture.supplyAsync(KeyPairs::generate)
                                : made.get(made.size() - 1).thenApplyAsync(before -> generate()));
            }
        }

        private synchronized CompletableFuture<KeyPair> pair(int index) {
            return made.get(index);
        }

        private static KeyPair generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM cannot make RSA keys", e);
            }
        }
    }
}
