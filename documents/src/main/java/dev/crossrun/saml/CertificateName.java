package dev.crossrun.saml;

import java.security.cert.X509Certificate;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** What people call a certificate: its subject, every attribute by its name (RFC 4519), or its serial number without one. */
final class CertificateName {
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "1.2.840.113549.1.9.1", "EMAILADDRESS",
            "2.5.4.4", "SURNAME",
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.12", "TITLE",
            "2.5.4.42", "GIVENNAME",
            "2.5.4.97", "ORGANIZATIONIDENTIFIER");

    private CertificateName() {}

    static String of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253, ATTRIBUTES);
        return subject.isEmpty()
                ? "serial number " + certificate.getSerialNumber().toString(16)
                : subject;
    }
}
