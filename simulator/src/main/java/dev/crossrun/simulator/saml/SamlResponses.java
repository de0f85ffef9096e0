package dev.crossrun.simulator.saml;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Issues SAML responses as an identity provider does that starts the sign-on itself: no InResponseTo, the assertion
 * signed (rsa-sha256, exclusive c14n) and the response around it not.
 */
public final class SamlResponses {

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private SamlResponses() {}

    /** An id for a new assertion. */
    public static String newId() {
        return "_" + UUID.randomUUID();
    }

    /** The response in base64, as a browser would post it in the field SAMLResponse. */
    public static String issue(Assertion assertion, SigningKey key) {
        try {
            Document document = SafeXml.parse(response(assertion));
            Element signed = SafeXml.child(document.getDocumentElement(), SafeXml.ASSERTION, "Assertion")
                    .orElseThrow();
            Element subject =
                    SafeXml.child(signed, SafeXml.ASSERTION, "Subject").orElseThrow();
            XmlSignatures.sign(signed, key, subject);
            String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + SafeXml.write(document.getDocumentElement());
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        } catch (SAXException e) {
            throw new IllegalStateException("our own response is not well-formed", e);
        }
    }

    private static String response(Assertion assertion) {
        return """
                <saml2p:Response xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" Destination="%s" ID="%s" \
                IssueInstant="%s" Version="2.0"><saml2:Issuer xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" \
                Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">%s</saml2:Issuer><saml2p:Status>\
                <saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></saml2p:Status>%s\
                </saml2p:Response>""".formatted(
                        SafeXml.escape(assertion.destination()),
                        newId(),
                        assertion.issuedAt(),
                        SafeXml.escape(assertion.issuer()),
                        assertionXml(assertion));
    }

    private static String assertionXml(Assertion assertion) {
        return """
                <saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="%1$s" IssueInstant="%2$s" \
                Version="2.0"><saml2:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">%3$s\
                </saml2:Issuer>%4$s%5$s<saml2:AuthnStatement AuthnInstant="%2$s" SessionIndex="%1$s">\
                <saml2:AuthnContext><saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
                </saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>%6$s</saml2:Assertion>""".formatted(
                        assertion.id(),
                        assertion.issuedAt(),
                        SafeXml.escape(assertion.issuer()),
                        subject(assertion),
                        conditions(assertion),
                        attributes(assertion));
    }

    private static String subject(Assertion assertion) {
        String format = assertion.subject().format();
        String version = format.equals("persistent") || format.equals("transient") ? "2.0" : "1.1";
        return """
                <saml2:Subject><saml2:NameID Format="urn:oasis:names:tc:SAML:%s:nameid-format:%s">%s</saml2:NameID>\
                <saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
                <saml2:SubjectConfirmationData NotOnOrAfter="%s" Recipient="%s"/></saml2:SubjectConfirmation>\
                </saml2:Subject>""".formatted(
                        version,
                        format,
                        SafeXml.escape(assertion.subject().value()),
                        assertion.expiresAt(),
                        SafeXml.escape(assertion.destination()));
    }

    private static String conditions(Assertion assertion) {
        Instant notBefore = assertion.issuedAt().minus(CLOCK_SKEW);
        return """
                <saml2:Conditions NotBefore="%s" NotOnOrAfter="%s"><saml2:AudienceRestriction>\
                <saml2:Audience>%s</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions>""".formatted(notBefore, assertion.expiresAt(), SafeXml.escape(assertion.audience()));
    }

    private static String attributes(Assertion assertion) {
        if (assertion.attributes().isEmpty()) {
            return "";
        }
        return assertion.attributes().stream()
                .map(SamlResponses::attribute)
                .collect(Collectors.joining("", "<saml2:AttributeStatement>", "</saml2:AttributeStatement>"));
    }

    private static String attribute(Assertion.Attribute attribute) {
        return attribute.values().stream()
                .map(value -> "<saml2:AttributeValue xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xsd:string\">"
                        + SafeXml.escape(value) + "</saml2:AttributeValue>")
                .collect(Collectors.joining(
                        "",
                        "<saml2:Attribute Name=\"" + SafeXml.escape(attribute.name())
                                + "\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified\">",
                        "</saml2:Attribute>"));
    }
}
