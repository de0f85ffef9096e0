package dev.crossrun.simulator.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProviderMetadataTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T08:00:00Z"), ZoneOffset.UTC);
    private static final String TENANT = "0aa1b2c3-1111-2222-3333-444455556666";

    private final SigningKeys keys = new SigningKeys(CLOCK);
    private final SigningKey key = keys.forIdentityCenterApplication();
    private final String document = MetadataDocuments.identityCenterApplication(
            "eu-west-1", "111111111111", "ins-0123456789abcdef", key.certificate());

    @Test
    void readsTheMetadataOfAnIdentityCenterApplication() {
        ProviderMetadata metadata = ProviderMetadata.parse(document);
        assertThat(metadata.entityId())
                .isEqualTo("https://portal.sso.eu-west-1.amazonaws.com/saml/assertion/"
                        + "MTExMTExMTExMTExX2lucy0wMTIzNDU2Nzg5YWJjZGVm");
        assertThat(metadata.certificates()).containsExactly(key.certificate());
        assertThat(metadata.validUntil()).isEqualTo("2031-11-24T08:00:00Z");
    }

    @Test
    void readsTheRealDocuments() throws IOException {
        assertThat(ProviderMetadata.parse(Samples.read("identity-center-app-metadata.xml"))
                        .entityId())
                .startsWith("https://portal.sso.ap-south-1.amazonaws.com/saml/assertion/");
        String entra = Samples.read("entra-app-federationmetadata.xml");
        refuses(entra);
        assertThat(ProviderMetadata.parse(entra.substring(1)).certificates()).hasSize(2);
    }

    @Test
    void refusesADocumentThatIsTooShortForItsLength() {
        assertThatThrownBy(() -> ProviderMetadata.parse("<EntityDescriptor/>"))
                .isInstanceOfSatisfying(
                        InvalidMetadataException.class,
                        e -> assertThat(e.code()).isEqualTo("ValidationError"))
                .hasMessageContaining("Member must have length greater than or equal to 1000");
    }

    @Test
    void refusesAByteOrderMark() {
        refuses("\uFEFF" + document);
        refuses(EntraMetadata.ofApplication(TENANT, keys));
    }

    @Test
    void refusesWhatHasNoIdentityProviderOrNoCertificate() {
        refuses(MetadataDocuments.awsSignIn(key.certificate()));
        refuses(padded(MetadataDocuments.identityCenterServiceProvider("eu-west-1", "d-93671b1e4b", "4e52")));
        refuses(document.replaceAll("(?s)<md:KeyDescriptor.*</md:KeyDescriptor>", " ".repeat(1000)));
        refuses(document.replaceAll("<md:SingleSignOnService[^>]*>", ""));
        refuses(document.replaceAll("entityID=\"[^\"]*\"", "entityID=\"\""));
    }

    @Test
    void refusesWhatIsNotXmlAndWhatHasADocumentType() {
        refuses("%PDF-1.7".repeat(200));
        refuses(document.replace("<md:EntityDescriptor", "<!DOCTYPE x [<!ENTITY e 'e'>]><md:EntityDescriptor"));
        refuses(document.substring(0, document.length() - 20));
        refuses(document.replaceFirst("<ds:X509Certificate>MII", "<ds:X509Certificate>%%%"));
    }

    private static String padded(String text) {
        return text + " ".repeat(1000);
    }

    private static void refuses(String text) {
        assertThatThrownBy(() -> ProviderMetadata.parse(text))
                .isInstanceOfSatisfying(
                        InvalidMetadataException.class,
                        e -> assertThat(e.code()).isEqualTo("InvalidInput"))
                .hasMessage("Unable to parse metadata");
    }
}
