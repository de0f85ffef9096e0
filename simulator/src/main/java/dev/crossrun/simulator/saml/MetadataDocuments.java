package dev.crossrun.simulator.saml;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * The metadata documents that an administrator may have at hand, each with the shape of the real download: what comes
 * first, which prefixes, what is signed. Several of them are the wrong one for the step at hand and look right.
 */
public final class MetadataDocuments {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

    private static final String IDENTITY_CENTER_APPLICATION = DECLARATION + """
                <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%1$s">
                  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                    <md:KeyDescriptor use="signing">
                      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
                        <ds:X509Data>
                          <ds:X509Certificate>%3$s</ds:X509Certificate>
                        </ds:X509Data>
                      </ds:KeyInfo>
                    </md:KeyDescriptor>
                    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="%2$s"/>
                    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="%2$s"/>
                    <md:NameIDFormat/>
                    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="%1$s"/>
                    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="%1$s"/>
                  </md:IDPSSODescriptor>
                </md:EntityDescriptor>
                """;

    private static final String AWS_SIGN_IN = DECLARATION + """

                <EntityDescriptor entityID="urn:amazon:webservices" validUntil="2027-11-23T00:00:00Z" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">
                  <SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" WantAssertionsSigned="true">
                    <KeyDescriptor use="signing">
                      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
                    </KeyDescriptor>
                    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</NameIDFormat>
                    <NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</NameIDFormat>
                    <NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</NameIDFormat>
                    <AssertionConsumerService index="1" isDefault="true" Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://signin.aws.amazon.com/saml"/>
                    <AttributeConsumingService index="1">
                      <ServiceName xml:lang="en">AWS Management Console Single Sign-On</ServiceName>
                      <RequestedAttribute isRequired="true" Name="https://aws.amazon.com/SAML/Attributes/Role" FriendlyName="RoleEntitlement"/>
                      <RequestedAttribute isRequired="true" Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName" FriendlyName="RoleSessionName"/>
                    </AttributeConsumingService>
                  </SPSSODescriptor>
                </EntityDescriptor>
                """;

    private static final String OTHER = DECLARATION + """
                <md:EntityDescriptor entityID="%1$s" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>%2$s</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="%1$s/sso/saml"/></md:IDPSSODescriptor></md:EntityDescriptor>""";

    private MetadataDocuments() {}

    /** The issuer of an Identity Center application, which is also its sign-on location. */
    public static String applicationEntityId(String region, String account, String instanceId) {
        return portal(region, "assertion", account, instanceId);
    }

    /** Where Identity Center publishes the metadata of an application. */
    public static String applicationMetadataUrl(String region, String account, String instanceId) {
        return portal(region, "metadata", account, instanceId);
    }

    private static String portal(String region, String path, String account, String instanceId) {
        String id = Base64.getEncoder().encodeToString((account + "_" + instanceId).getBytes(StandardCharsets.UTF_8));
        return "https://portal.sso." + region + ".amazonaws.com/saml/" + path + "/" + id;
    }

    /** "IAM Identity Center SAML metadata file" of one application: unsigned, indented, POST before Redirect. */
    public static String identityCenterApplication(
            String region, String account, String instanceId, X509Certificate certificate) {
        String signOn = applicationEntityId(region, account, instanceId);
        String logout = portal(region, "logout", account, instanceId);
        return IDENTITY_CENTER_APPLICATION.formatted(signOn, logout, base64(certificate));
    }

    /** Identity Center as a service provider ("Download metadata file" of Change identity source): no certificate. */
    public static String identityCenterServiceProvider(String region, String identityStoreId, String acsId) {
        String base = "https://" + region + ".signin.aws.amazon.com/platform/saml/";
        return DECLARATION
                + ("<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"%s\">"
                                + "<md:SPSSODescriptor AuthnRequestsSigned=\"false\" WantAssertionsSigned=\"true\""
                                + " protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><md:NameIDFormat>"
                                + "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>"
                                + "<md:AssertionConsumerService"
                                + " Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"%s\""
                                + " index=\"0\" isDefault=\"true\"/></md:SPSSODescriptor></md:EntityDescriptor>")
                        .formatted(base + identityStoreId, base + "acs/" + acsId);
    }

    /** The public metadata of the AWS sign-in endpoint, a service provider. */
    public static String awsSignIn(X509Certificate certificate) {
        return AWS_SIGN_IN.formatted(base64(certificate));
    }

    /** An identity provider that is neither Entra nor Identity Center. */
    public static String otherIdentityProvider(String entityId, X509Certificate certificate) {
        return OTHER.formatted(SafeXml.escape(entityId), base64(certificate));
    }

    static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without encoding", e);
        }
    }
}
