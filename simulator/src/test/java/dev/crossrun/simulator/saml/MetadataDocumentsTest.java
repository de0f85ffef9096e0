package dev.crossrun.simulator.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class MetadataDocumentsTest {

    private static final String TENANT = "0aa1b2c3-1111-2222-3333-444455556666";
    private static final Pattern CERTIFICATE = Pattern.compile("MII[A-Za-z0-9+/=]+");

    private final SigningKeys keys = new SigningKeys(Clock.systemUTC());

    @Test
    void anIdentityCenterApplicationsMetadataIsTheRealOneButForItsValues() throws IOException {
        String real = Samples.read("identity-center-app-metadata.xml");
        X509Certificate certificate = keys.forIdentityCenterApplication().certificate();
        String ours = MetadataDocuments.identityCenterApplication(
                "ap-south-1", "767398039045", "ins-6595ba635cb8e6c1", certificate);
        assertThat(withoutCertificates(ours)).isEqualTo(withoutCertificates(real));
    }

    @Test
    void identityCenterAsServiceProviderIsTheRealOneToTheLetter() throws IOException {
        String real = Samples.read("identity-center-sp-metadata.xml");
        String ours = MetadataDocuments.identityCenterServiceProvider(
                "ap-northeast-1", "d-9567b34c60", "4e52542de036a8ac-0bbb-4d87-a526-9cd6da8148bd");
        assertThat(ours).isEqualToIgnoringWhitespace(real);
    }

    @Test
    void entrasMetadataIsSignedAndBeginsWithAByteOrderMark() throws SAXException {
        String document = EntraMetadata.ofApplication(TENANT, keys);
        assertThat(document).startsWith("\uFEFF<?xml").doesNotContain("\n");
        Element root = SafeXml.parse(document.substring(1)).getDocumentElement();
        List<X509Certificate> certificates =
                ProviderMetadata.parse(document.substring(1)).certificates();
        assertThat(XmlSignatures.isSignedBy(root, certificates)).isTrue();
        assertThat(root.getFirstChild().getLocalName()).isEqualTo("Signature");
        assertThat(certificates.get(0).getSubjectX500Principal().getName())
                .isEqualTo("CN=Microsoft Azure Federated SSO Certificate");
    }

    @Test
    void entrasTenantWideMetadataDiffersOnlyInItsCertificates() {
        ProviderMetadata application =
                ProviderMetadata.parse(EntraMetadata.ofApplication(TENANT, keys).substring(1));
        ProviderMetadata tenant =
                ProviderMetadata.parse(EntraMetadata.ofTenant(TENANT, keys).substring(1));
        assertThat(tenant.entityId()).isEqualTo(application.entityId());
        assertThat(tenant.certificates())
                .extracting(each -> each.getSubjectX500Principal().getName())
                .containsExactly("CN=accounts.accesscontrol.windows.net", "CN=login.microsoftonline.us");
    }

    @Test
    void twoApplicationsOfOneWorldHaveDifferentKeys() {
        assertThat(keys.forIdentityCenterApplication().certificate().getPublicKey())
                .isNotEqualTo(keys.forIdentityCenterApplication().certificate().getPublicKey());
    }

    @Test
    void iamTakesAnotherIdentityProvidersMetadata() {
        String document = MetadataDocuments.otherIdentityProvider(
                "https://idp.example.org", keys.create("CN=idp.example.org", 1).certificate());
        assertThat(ProviderMetadata.parse(document).entityId()).isEqualTo("https://idp.example.org");
    }

    private static String withoutCertificates(String document) {
        return CERTIFICATE.matcher(document).replaceAll("CERTIFICATE");
    }
}
