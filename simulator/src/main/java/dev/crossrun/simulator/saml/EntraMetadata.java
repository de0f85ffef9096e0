package dev.crossrun.simulator.saml;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Federation metadata as Entra publishes it: byte order mark, one line, default namespace, signed at the top, two
 * WS-Federation roles before the SAML one, and one URL for signing on and off.
 */
public final class EntraMetadata {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

    private EntraMetadata() {}

    /** What {@code federationmetadata.xml?appid=…} answers: the application's own certificate. */
    public static String ofApplication(String tenantId, SigningKeys keys) {
        return ofApplication(tenantId, keys.create(SigningKeys.ENTRA_APPLICATION, 3), List.of());
    }

    /** The same during a rollover: {@code active} signs, the others stand beside it. */
    public static String ofApplication(String tenantId, SigningKey active, List<SigningKey> others) {
        String more = others.stream().map(EntraMetadata::keyDescriptor).collect(Collectors.joining());
        return signed(tenantId, active, more);
    }

    /**
     * What the same address answers without {@code ?appid=}: the right entity id and a valid signature, but the
     * tenant's certificates, which sign nothing that the application sends.
     */
    public static String ofTenant(String tenantId, SigningKeys keys) {
        SigningKey first = keys.create("CN=accounts.accesscontrol.windows.net", 5);
        SigningKey second = keys.create("CN=login.microsoftonline.us", 5);
        return signed(tenantId, first, keyDescriptor(second));
    }

    private static String signed(String tenantId, SigningKey key, String moreKeys) {
        String keyDescriptors = keyDescriptor(key) + moreKeys;
        String content = "<EntityDescriptor ID=\"_%s\" entityID=\"https://sts.windows.net/%s/\" xmlns=\"%s\">"
                        .formatted(UUID.randomUUID(), tenantId, SafeXml.MD)
                + role("SecurityTokenServiceType", keyDescriptors + claims(), tenantId)
                + role("ApplicationServiceType", keyDescriptors, tenantId)
                + identityProvider(tenantId, keyDescriptors)
                + "</EntityDescriptor>";
        try {
            Document document = SafeXml.parse(content);
            Element root = document.getDocumentElement();
            XmlSignatures.sign(root, key, root.getFirstChild());
            return BYTE_ORDER_MARK + "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + SafeXml.write(root);
        } catch (SAXException e) {
            throw new IllegalStateException("our own document is not well-formed", e);
        }
    }

    private static String keyDescriptor(SigningKey key) {
        return ("<KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"%s\"><X509Data><X509Certificate>%s</X509Certificate>"
                        + "</X509Data></KeyInfo></KeyDescriptor>")
                .formatted(SafeXml.DS, MetadataDocuments.base64(key.certificate()));
    }

    private static String role(String type, String content, String tenantId) {
        return ("<RoleDescriptor xsi:type=\"fed:%1$s\""
                        + " protocolSupportEnumeration=\"http://docs.oasis-open.org/wsfed/federation/200706\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xmlns:fed=\"http://docs.oasis-open.org/wsfed/federation/200706\">%2$s"
                        + "<fed:PassiveRequestorEndpoint>"
                        + "<wsa:EndpointReference xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">"
                        + "<wsa:Address>https://login.microsoftonline.com/%3$s/wsfed</wsa:Address>"
                        + "</wsa:EndpointReference></fed:PassiveRequestorEndpoint></RoleDescriptor>")
                .formatted(type, content, tenantId);
    }

    private static String claims() {
        return "<fed:ClaimTypesOffered>" + claim("name", "Name") + claim("nameidentifier", "Subject")
                + "</fed:ClaimTypesOffered>";
    }

    private static String claim(String name, String displayName) {
        return ("<auth:ClaimType Uri=\"%s\" xmlns:auth=\"http://docs.oasis-open.org/wsfed/authorization/200706\">"
                        + "<auth:DisplayName>%s</auth:DisplayName></auth:ClaimType>")
                .formatted(CLAIMS + name, displayName);
    }

    private static String identityProvider(String tenantId, String keyDescriptors) {
        String location = "https://login.microsoftonline.com/" + tenantId + "/saml2";
        return "<IDPSSODescriptor protocolSupportEnumeration=\"" + SafeXml.PROTOCOL + "\">" + keyDescriptors
                + service("SingleLogoutService", "HTTP-Redirect", location)
                + service("SingleSignOnService", "HTTP-Redirect", location)
                + service("SingleSignOnService", "HTTP-POST", location)
                + "</IDPSSODescriptor>";
    }

    private static String service(String element, String binding, String location) {
        return "<%s Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:%s\" Location=\"%s\" />"
                .formatted(element, binding, location);
    }
}
