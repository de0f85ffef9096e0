package dev.crossrun.saml;

import dev.crossrun.run.task.Reason;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Judges signing certificates at an instant. */
final class CertificateCheck {
    private static final Duration SOON = Duration.ofDays(60);
    /** The least that IAM takes of an RSA key. */
    private static final int LEAST_RSA = 1024;

    private static final int GOOD_RSA = 2048;

    private final Instant now;
    private final List<Reason> reasons = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    CertificateCheck(List<X509Certificate> certificates, Instant now) {
        this.now = now;
        if (certificates.isEmpty()) {
            reasons.add(new Reason("/file", "NO_CERTIFICATE", "the document has no signing certificate"));
        }
        // During a rollover an expired certificate stands beside its successor, which is enough.
        boolean oneIsValid = certificates.stream().anyMatch(this::valid);
        certificates.forEach(certificate -> {
            time(certificate, oneIsValid);
            key(certificate);
        });
    }

    List<Reason> reasons() {
        return reasons;
    }

    List<String> warnings() {
        return warnings;
    }

    private void time(X509Certificate certificate, boolean anotherIsValid) {
        Instant end = certificate.getNotAfter().toInstant();
        if (!valid(certificate)) {
            boolean expired = end.isBefore(now);
            String detail = "the certificate " + name(certificate) + " is valid from "
                    + day(certificate.getNotBefore().toInstant()) + " to " + day(end) + " and "
                    + (expired ? "has expired" : "is not valid yet") + " on " + day(now);
            if (anotherIsValid) {
                warnings.add(detail);
            } else {
                reasons.add(new Reason("/file", expired ? "CERTIFICATE_EXPIRED" : "CERTIFICATE_NOT_YET_VALID", detail));
            }
        } else if (end.isBefore(now.plus(SOON))) {
            warnings.add("the certificate " + name(certificate) + " expires on " + day(end)
                    + ", in less than 60 days: plan its renewal");
        }
    }

    private void key(X509Certificate certificate) {
        int bits = bits(certificate.getPublicKey());
        if (!(certificate.getPublicKey() instanceof RSAPublicKey) || bits >= GOOD_RSA) {
            return;
        }
        String detail = "the certificate " + name(certificate) + " has an RSA key of " + bits + " bits";
        if (bits < LEAST_RSA) {
            reasons.add(new Reason("/file", "WEAK_KEY", detail + "; IAM takes no less than " + LEAST_RSA));
        } else {
            warnings.add(detail + "; " + GOOD_RSA + " is usual");
        }
    }

    private boolean valid(X509Certificate certificate) {
        return !certificate.getNotBefore().toInstant().isAfter(now)
                && !certificate.getNotAfter().toInstant().isBefore(now);
    }

    /** The size of a key; 0 if it is of a kind that has none that we know. */
    static int bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey curve ? curve.getParams().getOrder().bitLength() : 0;
    }

    private static String name(X509Certificate certificate) {
        return CertificateName.of(certificate);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
