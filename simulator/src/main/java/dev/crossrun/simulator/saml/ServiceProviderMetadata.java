package dev.crossrun.simulator.saml;

import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** What the metadata document of a service provider says: its entity id, and where it wants responses. */
public record ServiceProviderMetadata(String entityId, String acsUrl) {

    /** Reads a document; of several assertion consumer services the default one counts, or the first. Empty if it is none. */
    public static Optional<ServiceProviderMetadata> parse(String document) {
        try {
            Element root = SafeXml.parse(document.startsWith("\uFEFF") ? document.substring(1) : document)
                    .getDocumentElement();
            if (!SafeXml.isNamed(root, SafeXml.MD, "EntityDescriptor")) {
                return Optional.empty();
            }
            return SafeXml.child(root, SafeXml.MD, "SPSSODescriptor")
                    .map(role -> SafeXml.children(role, SafeXml.MD, "AssertionConsumerService"))
                    .flatMap(ServiceProviderMetadata::chosen)
                    .map(service -> new ServiceProviderMetadata(
                            root.getAttribute("entityID"), service.getAttribute("Location")));
        } catch (SAXException e) {
            return Optional.empty();
        }
    }

    private static Optional<Element> chosen(List<Element> services) {
        return services.stream()
                .filter(service -> service.getAttribute("isDefault").equals("true"))
                .findFirst()
                .or(() -> services.stream().findFirst());
    }
}
