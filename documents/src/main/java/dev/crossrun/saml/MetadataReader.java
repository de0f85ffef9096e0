package dev.crossrun.saml;

import dev.crossrun.run.document.XmlText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads a document that claims to be SAML metadata, trusting nothing in it: no DTD, no entity, no reference is followed. */
public final class MetadataReader {
    /** Real documents have up to 20 KB. */
    private static final int LARGEST = 512 * 1024;

    /** How many entities of a list are named. */
    private static final int NAMED = 5;

    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";

    /** Reads the document; what cannot be read is told in the answer. */
    public Metadata read(byte[] bytes) {
        if (bytes.length > LARGEST) {
            return Metadata.unreadable(
                    "TOO_LARGE", "the file has more than 512 KiB; metadata has a few thousand bytes");
        }
        try {
            String text = XmlText.of(bytes);
            Optional<Metadata> other = notXml(text.stripLeading());
            return other.isPresent() ? other.get() : described(parse(text).getDocumentElement());
        } catch (IllegalArgumentException e) {
            return Metadata.unreadable("ENCODING", "the file cannot be read as text: " + e.getMessage());
        } catch (SAXException e) {
            return Metadata.unreadable("NOT_XML", "this is no well-formed XML: " + e.getMessage());
        } catch (CertificateException e) {
            return Metadata.unreadable("CERTIFICATE", "a certificate in it cannot be read: " + e.getMessage());
        }
    }

    private static Optional<Metadata> notXml(String text) {
        String head = text.substring(0, Math.min(text.length(), 2000)).toLowerCase(Locale.ROOT);
        if (head.isEmpty()) {
            return instead("the file is empty");
        }
        if (head.startsWith("%pdf")) {
            return instead("this is a PDF");
        }
        if (head.startsWith("<!doctype html") || head.startsWith("<html")) {
            return instead("this is a web page (HTML), perhaps a sign-in page that was saved instead of the file");
        }
        if (head.startsWith("{") || head.startsWith("[")) {
            return instead("this is JSON");
        }
        if (head.startsWith("-----begin certificate")) {
            return instead("this is a certificate, not the metadata that carries one");
        }
        if (text.contains("<!DOCTYPE")) {
            return Optional.of(Metadata.unreadable("DTD", "a document with a DTD is refused: metadata has none"));
        }
        return Optional.empty();
    }

    private static Optional<Metadata> instead(String what) {
        return Optional.of(Metadata.unreadable("NOT_XML", what + "; wanted: an XML file with SAML metadata"));
    }

    private static Metadata described(Element root) throws CertificateException {
        if (METADATA.equals(root.getNamespaceURI()) && root.getLocalName().equals("EntitiesDescriptor")) {
            List<Element> entities = entities(root).toList();
            return entities.size() == 1
                    ? entity(entities.get(0), has(root, XMLSignature.XMLNS, "Signature") ? root : entities.get(0))
                    : wrong("this is a list (EntitiesDescriptor) of " + entities.size() + " entities: "
                            + entities.stream()
                                    .limit(NAMED)
                                    .map(each -> each.getAttribute("entityID"))
                                    .collect(Collectors.joining(", "))
                            + (entities.size() > NAMED ? ", …" : "")
                            + "; wanted: metadata of one");
        }
        if (!root.getLocalName().equals("EntityDescriptor")) {
            return wrong("the root element is " + root.getTagName() + "; that of SAML metadata is EntityDescriptor");
        }
        if (!METADATA.equals(root.getNamespaceURI())) {
            return wrong("EntityDescriptor of " + root.getAttribute("entityID")
                    + Optional.ofNullable(root.getNamespaceURI())
                            .map(other -> " is in the XML namespace " + other)
                            .orElse(" has no XML namespace")
                    + "; that of SAML metadata is " + METADATA + ". Download the file again and do not edit it");
        }
        return entity(root, root);
    }

    private static Metadata wrong(String what) {
        return Metadata.unreadable("WRONG_DOCUMENT", what);
    }

    private static Stream<Element> entities(Element list) {
        return Stream.concat(
                children(list, METADATA, "EntityDescriptor"),
                children(list, METADATA, "EntitiesDescriptor").flatMap(MetadataReader::entities));
    }

    /** {@code signed}: the element whose signature covers the entity, if any does. */
    private static Metadata entity(Element root, Element signed) throws CertificateException {
        String entityId = root.getAttribute("entityID");
        if (!has(root, "IDPSSODescriptor") && !has(root, "SPSSODescriptor")) {
            return wrong(
                    roles(root, "RoleDescriptor").anyMatch(MetadataReader::isFederation)
                            ? "this is WS-Federation metadata of " + entityId + ", without a SAML 2.0 part"
                                    + " (IDPSSODescriptor); wanted: SAML 2.0 metadata"
                            : "the metadata of " + entityId
                                    + " has neither an IDPSSODescriptor nor an SPSSODescriptor");
        }
        List<X509Certificate> certificates = certificates(root);
        return new Metadata(
                Recognition.of(entityId, has(root, "IDPSSODescriptor"), has(root, "SPSSODescriptor"), certificates),
                Optional.empty(),
                Optional.of(entityId).filter(id -> !id.isEmpty()),
                roles(root, "IDPSSODescriptor")
                        .flatMap(role -> children(role, METADATA, "SingleSignOnService"))
                        .map(service -> service.getAttribute("Location"))
                        .toList(),
                roles(root, "SPSSODescriptor")
                        .flatMap(role -> children(role, METADATA, "AssertionConsumerService"))
                        .filter(service -> service.getAttribute("Binding").endsWith(":HTTP-POST"))
                        .map(service -> service.getAttribute("Location"))
                        .toList(),
                certificates,
                Signatures.check(signed));
    }

    /** WS-Federation 1.2, section 3.1: roles of security token services and of applications. */
    private static boolean isFederation(Element role) {
        String type = role.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type");
        return type.endsWith(":SecurityTokenServiceType") || type.endsWith(":ApplicationServiceType");
    }

    private static List<X509Certificate> certificates(Element root) throws CertificateException {
        List<Element> found = Stream.concat(roles(root, "IDPSSODescriptor"), roles(root, "SPSSODescriptor"))
                .flatMap(role -> children(role, METADATA, "KeyDescriptor"))
                .filter(key -> !key.getAttribute("use").equals("encryption"))
                .flatMap(key -> children(key, XMLSignature.XMLNS, "KeyInfo"))
                .flatMap(info -> children(info, XMLSignature.XMLNS, "X509Data"))
                .flatMap(data -> children(data, XMLSignature.XMLNS, "X509Certificate"))
                .toList();
        List<X509Certificate> certificates = new ArrayList<>();
        for (Element element : found) {
            certificates.add(certificate(element.getTextContent()));
        }
        return certificates;
    }

    private static X509Certificate certificate(String base64) throws CertificateException {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static boolean has(Element parent, String namespace, String name) {
        return children(parent, namespace, name).findAny().isPresent();
    }

    private static boolean has(Element root, String role) {
        return roles(root, role).findAny().isPresent();
    }

    private static Stream<Element> roles(Element root, String role) {
        return children(root, METADATA, role);
    }

    static Stream<Element> children(Element parent, String namespace, String name) {
        return Stream.iterate(parent.getFirstChild(), node -> node != null, node -> node.getNextSibling())
                .filter(node -> namespace.equals(node.getNamespaceURI()) && name.equals(node.getLocalName()))
                .map(Element.class::cast);
    }

    private static Document parse(String text) throws SAXException {
        try {
            DocumentBuilder builder = hardened().newDocumentBuilder();
            builder.setErrorHandler(new SilentErrors());
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's own parser has these features", e);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to read", e);
        }
    }

    private static DocumentBuilderFactory hardened() throws ParserConfigurationException {
        // The platform's parser, not whichever the classpath brings: these features are its own.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        factory.setNamespaceAware(true);
        return factory;
    }
}
