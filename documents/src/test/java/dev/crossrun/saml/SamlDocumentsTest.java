package dev.crossrun.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.SamlActivities.ApplicationMetadata;
import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.activity.SamlActivities.ServiceProviderMetadata;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.document.XmlText;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamlDocumentsTest {
    private static final String ID = Documents.entityId("eu-central-1", "111111111111");
    private static final String GOOD = Documents.identityProvider(
            ID, ID, Documents.certificate(Documents.AMAZON, 2048, Documents.FROM, Documents.TO));

    @Test
    void acceptsTheMetadataOfAnApplicationOfIdentityCenter() {
        Reading reading = read(GOOD);

        assertThat(reading.reasons()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        assertThat(reading.kind()).isEqualTo(DocumentKind.IDENTITY_CENTER_APPLICATION);
        assertThat(reading.applicationInstance()).contains("ins-6595ba635cb8e6c1");
        assertThat(reading.certificates())
                .singleElement()
                .satisfies(certificate -> assertThat(certificate.keyBits()).isEqualTo(2048));
    }

    @Test
    void readsItInAnyEncodingWithOrWithoutAByteOrderMark() {
        assertThat(read(("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8)).reasons())
                .isEmpty();
        String declared = GOOD.replace("UTF-8", "UTF-16");
        assertThat(read(declared.getBytes(StandardCharsets.UTF_16)).reasons()).isEmpty();
        assertThat(read(("\uFEFF" + declared).getBytes(StandardCharsets.UTF_16LE))
                        .reasons())
                .isEmpty();
        assertThat(XmlText.of(declared.getBytes(StandardCharsets.UTF_16))).isEqualTo(GOOD);
    }

    @Test
    void refusesTheApplicationOfAnotherAccountAndRegionWithBothReasons() {
        String other = Documents.entityId("eu-west-1", "333333333333");

        assertThat(read(GOOD.replace(ID, other)).reasons())
                .extracting(Reason::code)
                .containsExactly("WRONG_ACCOUNT", "WRONG_REGION");
    }

    @Test
    void refusesAChangedEndpoint() {
        assertThat(read(GOOD.replace("Location=\"" + ID, "Location=\"https://evil.example/"))
                        .reasons())
                .extracting(Reason::code)
                .containsExactly("WRONG_ENDPOINT");
    }

    @Test
    void namesEntrasMetadataAndWhatItWants() {
        String entra = Documents.identityProvider(
                "https://sts.windows.net/81c1df79-e153-4f9d-a101-8dcf04af6c2c/",
                "https://login.microsoftonline.com/81c1df79-e153-4f9d-a101-8dcf04af6c2c/saml2",
                Documents.certificate(
                        "CN=Microsoft Azure Federated SSO Certificate", 2048, Documents.FROM, Documents.TO));

        assertThat(read(entra).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .isEqualTo(
                                "this is Entra's metadata of an application (CN=Microsoft Azure Federated SSO Certificate);"
                                        + " wanted: IAM Identity Center's metadata of an application"));
    }

    @Test
    void tellsTheWholeTenantsMetadataByItsCertificate() {
        String tenant = Documents.identityProvider(
                "https://sts.windows.net/81c1df79-e153-4f9d-a101-8dcf04af6c2c/",
                "https://login.microsoftonline.com/81c1df79-e153-4f9d-a101-8dcf04af6c2c/saml2",
                Documents.certificate("CN=accounts.accesscontrol.windows.net", 2048, Documents.FROM, Documents.TO));

        assertThat(read(tenant).kind()).isEqualTo(DocumentKind.ENTRA_TENANT);
    }

    @ParameterizedTest
    @CsvSource({
        "https://eu-central-1.signin.aws.amazon.com/platform/saml/d-9567b34c60, IDENTITY_CENTER_SERVICE_PROVIDER",
        "urn:amazon:webservices, AWS_SIGN_IN",
        "https://sp.example.com/, OTHER_SERVICE_PROVIDER",
    })
    void tellsServiceProvidersByTheirEntityId(String entityId, DocumentKind kind) {
        String document = "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"" + entityId
                + "\"><SPSSODescriptor/></EntityDescriptor>";

        assertThat(read(document).kind()).isEqualTo(kind);
        assertThat(read(document).reasons()).extracting(Reason::code).containsExactly("WRONG_DOCUMENT");
    }

    @ParameterizedTest
    @CsvSource({
        "%PDF-1.7, NOT_XML, PDF",
        "<!doctype html><html></html>, NOT_XML, HTML",
        "{}, NOT_XML, JSON",
        "<open>, NOT_XML, well-formed",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>, DTD, refused",
        "<a/>, WRONG_DOCUMENT, EntityDescriptor",
    })
    void saysWhatAFileIsThatIsNoMetadata(String content, String code, String says) {
        assertThat(read(content).reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo(code);
            assertThat(reason.detail()).contains(says);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "http://www.okta.com/exk1fxyz, Okta",
        "https://accounts.google.com/o/saml2?idpid=C01, Google Workspace",
        "http://adfs.example.com/adfs/services/trust, AD FS",
        "https://idp.example.org/idp/shibboleth, Shibboleth",
        "https://keycloak.example.com/realms/staff, Keycloak",
    })
    void namesTheVendorOfAnotherIdentityProviderWithItsEntityId(String entityId, String vendor) {
        String other = Documents.identityProvider(
                entityId,
                "https://idp.example.com/sso",
                Documents.certificate("CN=idp", 2048, Documents.FROM, Documents.TO));

        assertThat(read(other).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .startsWith("this is the metadata of another identity provider, " + vendor + " (entity id "
                                + entityId + ")"));
    }

    @Test
    void looksIntoAListOfEntitiesThatHasOne() {
        String entity = GOOD.substring(GOOD.indexOf("<md:EntityDescriptor"));

        assertThat(read(list(entity)).reasons()).isEmpty();
        assertThat(read(list(entity)).entityId()).contains(ID);
    }

    @Test
    void refusesAListOfSeveralEntitiesByTheirNames() {
        String entity = GOOD.substring(GOOD.indexOf("<md:EntityDescriptor"));

        assertThat(read(list(entity + entity.replace(ID, "urn:other"))).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail()).contains("of 2 entities: " + ID + ", urn:other"));
    }

    private static String list(String entities) {
        return "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">" + entities
                + "</md:EntitiesDescriptor>";
    }

    @Test
    void namesMetadataOfWsFederation() {
        assertThat(read("""
                        <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sts.windows.net/t/">
                          <RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                              xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706"
                              xsi:type="fed:SecurityTokenServiceType"/>
                        </EntityDescriptor>""").reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail())
                        .startsWith("this is WS-Federation metadata of https://sts.windows.net/t/"));
    }

    @Test
    void namesAFileWithoutItsXmlNamespace() {
        assertThat(read("<EntityDescriptor entityID=\"urn:x\"><IDPSSODescriptor/></EntityDescriptor>")
                        .reasons())
                .singleElement()
                .satisfies(reason ->
                        assertThat(reason.detail()).startsWith("EntityDescriptor of urn:x has no XML namespace"));
    }

    @Test
    void namesEntrasMetadataForAnyTenant() {
        String common = Documents.identityProvider(
                "https://sts.windows.net/{tenantid}/",
                "https://login.microsoftonline.com/common/saml2",
                Documents.certificate("CN=accounts.accesscontrol.windows.net", 2048, Documents.FROM, Documents.TO));

        assertThat(read(common).reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail()).contains("for any tenant", "/common/", "?appid="));
    }

    @Test
    void namesACertificateReadably() {
        String soon = Documents.identityProvider(
                ID,
                ID,
                Documents.certificate(
                        "EMAILADDRESS=info@okta.com,CN=acme,O=Okta",
                        2048,
                        Documents.FROM,
                        Instant.parse("2026-12-31T00:00:00Z")));

        assertThat(read(soon).warnings())
                .singleElement()
                .asString()
                .contains("EMAILADDRESS=info@okta.com,CN=acme,O=Okta");
    }

    @Test
    void refusesAnExpiredCertificateWithItsDates() {
        String expired = Documents.identityProvider(
                ID,
                ID,
                Documents.certificate(Documents.AMAZON, 2048, Documents.FROM, Instant.parse("2026-11-01T00:00:00Z")));

        assertThat(read(expired).reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("CERTIFICATE_EXPIRED");
            assertThat(reason.detail()).contains("2026-02-18 to 2026-11-01");
        });
    }

    @Test
    void warnsOfACertificateThatExpiresSoon() {
        String soon = Documents.identityProvider(
                ID,
                ID,
                Documents.certificate(Documents.AMAZON, 2048, Documents.FROM, Instant.parse("2026-12-31T00:00:00Z")));

        assertThat(read(soon).reasons()).isEmpty();
        assertThat(read(soon).warnings()).singleElement().asString().contains("expires on 2026-12-31");
    }

    @Test
    void namesADocumentOfTheRunThatWasHandedInAgain() {
        Document document = document(GOOD.getBytes(StandardCharsets.UTF_8));
        Reading reading = documents().application(expecting(document, Map.of("sp-metadata.xml", document.sha256())));

        assertThat(reading.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail()).startsWith("this is sp-metadata.xml of this run"));
    }

    @Test
    void checksADocumentByTheDataOfATask() {
        Document right = document(GOOD.getBytes(StandardCharsets.UTF_8));
        AccountId owner = new AccountId("111111111111");
        assertThat(documents().reasons(right, ApplicationMetadata.check(owner, new Region("eu-central-1"), Map.of())))
                .isEmpty();
        assertThat(documents().reasons(right, ApplicationMetadata.check(owner, new Region("eu-west-1"), Map.of())))
                .extracting(Reason::code)
                .containsExactly("WRONG_REGION");
        DocumentCheck another =
                ApplicationMetadata.check(owner, new Region("eu-central-1"), Map.of("sp-metadata.xml", right.sha256()));
        assertThat(documents().reasons(right, another))
                .singleElement()
                .satisfies(reason -> assertThat(reason.detail()).startsWith("this is sp-metadata.xml of this run"));
        assertThat(documents()
                        .reasons(right, ServiceProviderMetadata.check(new Region("eu-central-1"), "d-9567b34c60")))
                .extracting(Reason::code)
                .containsExactly("WRONG_DOCUMENT");
    }

    @Test
    void leavesACheckThatItDoesNotKnowToTheRun() {
        Document document = document("%PDF-1.7".getBytes(StandardCharsets.UTF_8));
        assertThat(documents().reasons(document, new DocumentCheck("OF_A_LATER_VERSION", Map.of())))
                .isEmpty();
    }

    private static Reading read(String content) {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Reading read(byte[] content) {
        return documents().application(expecting(document(content), Map.of()));
    }

    private static SamlDocuments documents() {
        return new SamlDocuments(Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC));
    }

    private static Document document(byte[] content) {
        return Document.of("metadata.xml", "application/xml", content);
    }

    private static ApplicationMetadata expecting(Document document, Map<String, Sha256> others) {
        return new ApplicationMetadata(document, new AccountId("111111111111"), new Region("eu-central-1"), others);
    }
}
