package dev.crossrun.saml;

import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.run.task.Reason;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a document says of itself.
 *
 * @param unreadable why nothing could be read, if so
 * @param signOnUrls where an identity provider takes people to sign in
 * @param consumerUrls where a service provider wants responses, by POST
 * @param certificates those for signing, in the order of the document
 */
public record Metadata(
        DocumentKind kind,
        Optional<Reason> unreadable,
        Optional<String> entityId,
        List<String> signOnUrls,
        List<String> consumerUrls,
        List<X509Certificate> certificates,
        Signature signature) {
    public Metadata {
        signOnUrls = List.copyOf(signOnUrls);
        consumerUrls = List.copyOf(consumerUrls);
        certificates = List.copyOf(certificates);
    }

    /** What it is, and what it was recognised by. */
    String sign() {
        if (entityId.filter(id -> id.contains("{tenantid}")).isPresent()) {
            return "Entra's metadata for any tenant, as it is downloaded under /common/ ({tenantid} in its entity id "
                    + entityId.get() + "): download the application's, whose address has the tenant's id and ?appid=";
        }
        if (kind == DocumentKind.OTHER_IDENTITY_PROVIDER) {
            return kind.title()
                    + entityId.map(id ->
                                    Vendor.of(id).map(vendor -> ", " + vendor).orElse("") + " (entity id " + id + ")")
                            .orElse("");
        }
        return kind.title()
                + certificates.stream()
                        .findFirst()
                        .map(CertificateName::of)
                        .or(this::entityId)
                        .map(sign -> " (" + sign + ")")
                        .orElse("");
    }

    static Metadata unreadable(String code, String detail) {
        Reason reason = new Reason("/file", code, detail);
        return new Metadata(
                DocumentKind.NOT_SAML,
                Optional.of(reason),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Signature.ABSENT);
    }

    /** Whether what is signed is what was signed. */
    public enum Signature {
        ABSENT,
        VALID,
        BROKEN
    }
}
