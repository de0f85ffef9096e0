package dev.crossrun.simulator.saml;

import dev.crossrun.simulator.saml.Assertion.Attribute;
import dev.crossrun.simulator.saml.Assertion.Subject;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A SAML response as it arrives at the sign-in endpoint: read, but not to be believed before {@link #isSignedBy}. */
public final class ReceivedResponse {

    /** IAM user guide: a response may have 100,000 characters of base64. */
    private static final int LONGEST = 100_000;

    private final Element element;
    private final Assertion assertion;
    private final Instant notBefore;

    private ReceivedResponse(Element element, Assertion assertion, Instant notBefore) {
        this.element = element;
        this.assertion = assertion;
        this.notBefore = notBefore;
    }

    /** Reads a response with exactly one unencrypted assertion; empty for anything else. */
    public static Optional<ReceivedResponse> read(String base64) {
        if (base64.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getDecoder().decode(base64.replaceAll("\\s", "")), StandardCharsets.UTF_8);
            Element response = SafeXml.parse(text).getDocumentElement();
            List<Element> assertions = SafeXml.children(response, SafeXml.ASSERTION, "Assertion");
            if (!SafeXml.isNamed(response, SafeXml.PROTOCOL, "Response") || assertions.size() != 1) {
                return Optional.empty();
            }
            return Optional.of(of(assertions.get(0)));
        } catch (SAXException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ReceivedResponse of(Element element) {
        Element subject = required(element, "Subject");
        Element nameId = required(subject, "NameID");
        Element data = required(required(subject, "SubjectConfirmation"), "SubjectConfirmationData");
        Element conditions = required(element, "Conditions");
        String format = nameId.getAttribute("Format");
        Assertion assertion = new Assertion(
                element.getAttribute("ID"),
                text(required(element, "Issuer")),
                data.getAttribute("Recipient"),
                text(required(required(conditions, "AudienceRestriction"), "Audience")),
                new Subject(text(nameId), format.substring(format.lastIndexOf(':') + 1)),
                attributes(element),
                Instant.parse(element.getAttribute("IssueInstant")),
                Instant.parse(conditions.getAttribute("NotOnOrAfter")));
        return new ReceivedResponse(element, assertion, Instant.parse(conditions.getAttribute("NotBefore")));
    }

    private static List<Attribute> attributes(Element assertion) {
        return SafeXml.child(assertion, SafeXml.ASSERTION, "AttributeStatement").stream()
                .flatMap(statement -> SafeXml.children(statement, SafeXml.ASSERTION, "Attribute").stream())
                .map(each -> new Attribute(
                        each.getAttribute("Name"),
                        SafeXml.children(each, SafeXml.ASSERTION, "AttributeValue").stream()
                                .map(ReceivedResponse::text)
                                .toList()))
                .toList();
    }

    private static Element required(Element parent, String name) {
        return SafeXml.child(parent, SafeXml.ASSERTION, name)
                .orElseThrow(() -> new IllegalArgumentException("no " + name));
    }

    private static String text(Node node) {
        return node.getTextContent().strip();
    }

    /** What the response says. */
    public Assertion assertion() {
        return assertion;
    }

    /** Whether now lies between the conditions' two times. */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(assertion.expiresAt());
    }

    /** Whether the assertion, and nothing beside it, is signed with the key of one of these certificates. */
    public boolean isSignedBy(List<X509Certificate> certificates) {
        return XmlSignatures.isSignedBy(element, certificates);
    }
}
