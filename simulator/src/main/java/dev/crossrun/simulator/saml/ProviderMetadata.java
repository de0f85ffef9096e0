package dev.crossrun.simulator.saml;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What IAM understands of the metadata document of a SAML provider. The demands are those of CreateSAMLProvider
 * (length) and of the IAM user guide (UTF-8 without byte order mark, X.509 keys of at least 1024 bits); whatever does
 * not meet them is "Unable to parse metadata".
 *
 * @param validUntil the document's own validity; when it has none, the last certificate's
 */
public record ProviderMetadata(String entityId, List<X509Certificate> certificates, Instant validUntil) {

    private static final int SHORTEST = 1_000;
    private static final int LONGEST = 10_000_000;

    /** Copies the certificates. */
    public ProviderMetadata {
        certificates = List.copyOf(certificates);
    }

    /**
     * Reads a document as IAM does.
     *
     * @throws InvalidMetadataException with IAM's error code and words
     */
    public static ProviderMetadata parse(String document) {
        requireLength(document);
        if (document.startsWith("\uFEFF")) {
            throw unparsable();
        }
        Element entity = entityDescriptor(document);
        Element role = SafeXml.child(entity, SafeXml.MD, "IDPSSODescriptor").orElseThrow(ProviderMetadata::unparsable);
        List<X509Certificate> certificates = signingCertificates(role);
        if (entity.getAttribute("entityID").isBlank() || certificates.isEmpty() || !hasSignOnService(role)) {
            throw unparsable();
        }
        return new ProviderMetadata(entity.getAttribute("entityID"), certificates, validity(entity, certificates));
    }

    private static void requireLength(String document) {
        if (document.length() < SHORTEST) {
            throw new InvalidMetadataException("ValidationError", constraint("greater than or equal to " + SHORTEST));
        }
        if (document.length() > LONGEST) {
            throw new InvalidMetadataException("ValidationError", constraint("less than or equal to " + LONGEST));
        }
    }

    private static String constraint(String bound) {
        return "1 validation error detected: Value at 'sAMLMetadataDocument' failed to satisfy constraint: "
                + "Member must have length " + bound;
    }

    private static InvalidMetadataException unparsable() {
        return new InvalidMetadataException("InvalidInput", "Unable to parse metadata");
    }

    private static Element entityDescriptor(String document) {
        try {
            Document parsed = SafeXml.parse(document);
            Element root = parsed.getDocumentElement();
            if (SafeXml.isNamed(root, SafeXml.MD, "EntityDescriptor")) {
                return root;
            }
        } catch (SAXException e) {
            throw unparsable();
        }
        throw unparsable();
    }

    private static boolean hasSignOnService(Element role) {
        return SafeXml.children(role, SafeXml.MD, "SingleSignOnService").stream()
                .anyMatch(service -> !service.getAttribute("Location").isBlank());
    }

    private static List<X509Certificate> signingCertificates(Element role) {
        return SafeXml.children(role, SafeXml.MD, "KeyDescriptor").stream()
                .filter(key -> !key.getAttribute("use").equals("encryption"))
                .flatMap(key -> certificateTexts(key).stream())
                .map(ProviderMetadata::certificate)
                .toList();
    }

    private static List<String> certificateTexts(Element key) {
        NodeList found = key.getElementsByTagNameNS(SafeXml.DS, "X509Certificate");
        return IntStream.range(0, found.getLength())
                .mapToObj(found::item)
                .map(Node::getTextContent)
                .toList();
    }

    private static X509Certificate certificate(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (certificate.getPublicKey() instanceof RSAPublicKey key
                    && key.getModulus().bitLength() < 1024) {
                throw unparsable();
            }
            return certificate;
        } catch (IllegalArgumentException | CertificateException e) {
            throw unparsable();
        }
    }

    private static Instant validity(Element entity, List<X509Certificate> certificates) {
        String validUntil = entity.getAttribute("validUntil");
        if (validUntil.isBlank()) {
            Optional<Instant> last = certificates.stream()
                    .map(each -> each.getNotAfter().toInstant())
                    .max(Instant::compareTo);
            return last.orElseThrow(ProviderMetadata::unparsable);
        }
        try {
            return Instant.parse(validUntil);
        } catch (DateTimeParseException e) {
            throw unparsable();
        }
    }
}
