package dev.crossrun.simulator.saml;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Enveloped XML signatures as SAML uses them: one reference to the parent's ID, exclusive c14n, rsa-sha256. */
final class XmlSignatures {

    private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

    private XmlSignatures() {}

    /** Signs an element that has an ID attribute; the signature stands before {@code next}. */
    static void sign(Element element, SigningKey key, @Nullable Node next) {
        element.setIdAttribute("ID", true);
        DOMSignContext context = new DOMSignContext(key.privateKey(), element);
        context.setNextSibling(next);
        context.setDefaultNamespacePrefix("ds");
        try {
            FACTORY.newXMLSignature(signedInfo(element), keyInfo(key)).sign(context);
        } catch (MarshalException | XMLSignatureException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
        oneLine(element, "SignatureValue");
        oneLine(element, "X509Certificate");
    }

    private static SignedInfo signedInfo(Element element) throws GeneralSecurityException {
        List<Transform> transforms = List.of(
                FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                FACTORY.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null));
        Reference reference = FACTORY.newReference(
                "#" + element.getAttribute("ID"),
                FACTORY.newDigestMethod(DigestMethod.SHA256, null),
                transforms,
                null,
                null);
        return FACTORY.newSignedInfo(
                FACTORY.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                FACTORY.newSignatureMethod(SignatureMethod.RSA_SHA256, null),
                List.of(reference));
    }

    private static KeyInfo keyInfo(SigningKey key) {
        KeyInfoFactory keys = FACTORY.getKeyInfoFactory();
        return keys.newKeyInfo(List.of(keys.newX509Data(List.of(key.certificate()))));
    }

    /** The JDK breaks base64 into lines; neither AWS nor Microsoft do. What is changed here is not signed. */
    private static void oneLine(Element element, String name) {
        SafeXml.child(element, SafeXml.DS, "Signature").ifPresent(signature -> {
            NodeList values = signature.getElementsByTagNameNS(SafeXml.DS, name);
            for (int i = 0; i < values.getLength(); i++) {
                Node value = values.item(i);
                value.setTextContent(value.getTextContent().replaceAll("\\s", ""));
            }
        });
    }

    /** Whether the element carries a signature over exactly itself, made with the key of one of the certificates. */
    static boolean isSignedBy(Element element, List<X509Certificate> certificates) {
        Optional<Element> signature = SafeXml.child(element, SafeXml.DS, "Signature");
        return signature.isPresent() && certificates.stream().anyMatch(each -> isValid(element, signature.get(), each));
    }

    private static boolean isValid(Element element, Element signatureElement, X509Certificate certificate) {
        element.setIdAttribute("ID", true);
        KeySelector key = KeySelector.singletonKeySelector(certificate.getPublicKey());
        DOMValidateContext context = new DOMValidateContext(key, signatureElement);
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        try {
            XMLSignature signature = FACTORY.unmarshalXMLSignature(context);
            return refersOnlyTo(element, signature) && signature.validate(context);
        } catch (MarshalException | XMLSignatureException e) {
            return false;
        }
    }

    /** Without this a valid signature over some other element would do (signature wrapping). */
    private static boolean refersOnlyTo(Element element, XMLSignature signature) {
        List<?> references = signature.getSignedInfo().getReferences();
        return references.size() == 1
                && references.get(0) instanceof Reference reference
                && ("#" + element.getAttribute("ID")).equals(reference.getURI());
    }
}
