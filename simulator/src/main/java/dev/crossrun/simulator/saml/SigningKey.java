package dev.crossrun.simulator.saml;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A private key with the certificate that tells others whose signatures these are. */
public record SigningKey(PrivateKey privateKey, X509Certificate certificate) {

    /** Never shows the key. */
    @Override
    public String toString() {
        return "SigningKey[" + certificate.getSubjectX500Principal().getName() + "]";
    }
}
