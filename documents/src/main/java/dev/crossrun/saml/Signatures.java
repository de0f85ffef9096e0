package dev.crossrun.saml;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorException;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Checks a document's own signature with the certificate that it carries: this tells whether it was changed since, not who
 * signed it.
 */
final class Signatures {
    private Signatures() {}

    static Metadata.Signature check(Element root) {
        Optional<Element> signature =
                MetadataReader.children(root, XMLSignature.XMLNS, "Signature").findFirst();
        return signature
                .map(element -> valid(root, element) ? Metadata.Signature.VALID : Metadata.Signature.BROKEN)
                .orElse(Metadata.Signature.ABSENT);
    }

    private static boolean valid(Element root, Element element) {
        DOMValidateContext context = new DOMValidateContext(new CarriedKey(), element);
        context.setProperty("org.jcp.xml.dsig.secureValidation", true);
        if (root.hasAttributeNS(null, "ID")) {
            context.setIdAttributeNS(root, null, "ID");
        }
        try {
            XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            return coversAll(root, signature) && signature.validate(context);
        } catch (MarshalException | XMLSignatureException e) {
            return false;
        }
    }

    /** A signature of some part says nothing of the rest. */
    private static boolean coversAll(Element root, XMLSignature signature) {
        List<Reference> references = signature.getSignedInfo().getReferences();
        return references.size() == 1
                && List.of("", "#" + root.getAttribute("ID"))
                        .contains(
                                Optional.ofNullable(references.get(0).getURI()).orElse("?"));
    }

    private static final class CarriedKey extends KeySelector {
        @Override
        public KeySelectorResult select(
                @Nullable KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context)
                throws KeySelectorException {
            PublicKey key = Optional.ofNullable(info).stream()
                    .flatMap(carried -> carried.getContent().stream())
                    .filter(X509Data.class::isInstance)
                    .flatMap(data -> ((X509Data) data).getContent().stream())
                    .filter(X509Certificate.class::isInstance)
                    .map(certificate -> ((X509Certificate) certificate).getPublicKey())
                    .findFirst()
                    .orElseThrow(() -> new KeySelectorException("the signature carries no certificate"));
            return () -> key;
        }
    }
}
