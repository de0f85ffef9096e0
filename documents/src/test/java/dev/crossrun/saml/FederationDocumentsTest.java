package dev.crossrun.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.activity.SamlActivities.EntraMetadata;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.activity.SamlActivities.ServiceProviderMetadata;
import dev.crossrun.activity.SamlActivities.ServiceProviderReading;
import dev.crossrun.domain.Region;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two documents that Entra and Identity Center exchange: each is told from whatever else gets uploaded for it. */
class FederationDocumentsTest {
    private static final String TENANT = "81c1df79-e153-4f9d-a101-8dcf04af6c2c";
    private static final String APPLICATION = "CN=Microsoft Azure Federated SSO Certificate";
    private static final String STORE = "d-9567b34c60";
    private static final String ENTITY = "https://eu-central-1.signin.aws.amazon.com/platform/saml/" + STORE;
    private static final String ACS =
            "https://eu-central-1.signin.aws.amazon.com/platform/saml/acs/85f2a8f3-9efd-4c35-8d0b-3fbb6c3cbd23";

    private static final SamlDocuments DOCUMENTS =
            new SamlDocuments(Clock.fixed(Instant.parse("2026-11-24T00:00:00Z"), ZoneOffset.UTC));

    @Test
    void entrasMetadataOfTheApplicationIsAccepted() {
        Reading reading = entra(entra(TENANT, APPLICATION, Documents.TO));
        assertThat(reading.kind()).isEqualTo(DocumentKind.ENTRA_APPLICATION);
        assertThat(reading.reasons()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=accounts.accesscontrol.windows.net", "CN=login.microsoftonline.us"})
    void entrasMetadataWithoutAnApplicationIsRefusedByItsCertificate(String subject) {
        Reading reading = entra(entra(TENANT, subject, Documents.TO));
        assertThat(reading.kind()).isEqualTo(DocumentKind.ENTRA_TENANT);
        assertThat(reading.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("WRONG_DOCUMENT");
            assertThat(reason.detail()).contains(subject, "; wanted: " + DocumentKind.ENTRA_APPLICATION.title());
        });
    }

    @Test
    void entrasMetadataOfNoTenantIsRefused() {
        Reading reading = entra(entra("{tenantid}", APPLICATION, Documents.TO));
        assertThat(reading.kind()).isEqualTo(DocumentKind.ENTRA_TENANT);
        assertThat(reading.reasons()).extracting(Reason::code).containsExactly("WRONG_DOCUMENT");
    }

    @Test
    void entrasMetadataOfAnotherTenantIsRefusedWithBothTenants() {
        String other = "11111111-2222-4333-8444-555555555555";
        assertThat(entra(entra(other, APPLICATION, Documents.TO)).reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("WRONG_TENANT");
                    assertThat(reason.detail()).contains(other, "wanted: tenant " + TENANT);
                });
    }

    @Test
    void identityCentersMetadataIsNotTakenForEntras() {
        assertThat(entra(identityCenter(ENTITY, ACS)).reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("WRONG_DOCUMENT");
            assertThat(reason.detail()).contains("; wanted: " + DocumentKind.ENTRA_APPLICATION.title());
        });
    }

    @Test
    void entrasCertificateThatIsAboutToExpireIsToldAndOneThatHasExpiredIsRefused() {
        Reading soon = entra(entra(TENANT, APPLICATION, Instant.parse("2027-01-10T00:00:00Z")));
        assertThat(soon.reasons()).isEmpty();
        assertThat(soon.warnings()).singleElement().asString().contains(APPLICATION, "expires on 2027-01-10");
        Reading late = entra(entra(TENANT, APPLICATION, Instant.parse("2026-11-23T00:00:00Z")));
        assertThat(late.reasons()).extracting(Reason::code).containsExactly("CERTIFICATE_EXPIRED");
    }

    @ParameterizedTest
    @CsvSource({
        "https://eu-central-1.signin.aws.amazon.com, https://eu-central-1.signin.aws.amazon.com",
        "https://eu-central-1.signin.aws.amazon.com, https://eu-central-1.sso.signin.aws",
        "https://eu-central-1.sso.signin.aws, https://eu-west-1.sso.signin.aws",
        "https://eu-central-1.signin.aws, https://eu-central-1.signin.aws",
    })
    void identityCentersMetadataIsAcceptedOnEachOfItsHosts(String host, String consumer) {
        String entityId = host + "/platform/saml/" + STORE;
        String acs = consumer + "/platform/saml/acs/4455422d-9efd-4c35-8d0b-3fbb6c3cbd23";
        ServiceProviderReading reading = serviceProvider(identityCenter(entityId, ACS, acs));
        assertThat(reading.kind()).isEqualTo(DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER);
        assertThat(reading.reasons()).isEmpty();
        assertThat(reading.entityId()).contains(entityId);
        assertThat(reading.consumerUrls()).containsExactly(ACS, acs);
    }

    @Test
    void theIdentityCenterOfAnotherRegionIsRefusedByName() {
        assertThat(serviceProvider(identityCenter(ENTITY.replace("eu-central-1", "us-west-2"), ACS))
                        .reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("WRONG_REGION");
                    assertThat(reason.detail()).contains("in us-west-2", "that in eu-central-1");
                });
    }

    @Test
    void theIdentityCenterOfAnotherRegionAndStoreIsRefusedWithBothReasons() {
        String other = "https://us-west-2.signin.aws.amazon.com/platform/saml/d-0000000000";
        ServiceProviderReading reading = serviceProvider(identityCenter(other, ACS));
        assertThat(reading.reasons()).extracting(Reason::code).containsExactly("WRONG_REGION", "WRONG_IDENTITY_STORE");
        assertThat(reading.reasons().get(1).detail()).contains("d-0000000000", "wanted: " + STORE);
    }

    @Test
    void anEntityIdOnAnotherHostIsNotIdentityCenters() {
        assertThat(serviceProvider(identityCenter(
                                ENTITY.replace("signin.aws.amazon.com", "signin.aws.amazon.com.evil.example"), ACS))
                        .reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("WRONG_DOCUMENT");
                    assertThat(reason.detail()).contains("is not one of IAM Identity Center");
                });
    }

    @Test
    void aDocumentThatSendsResponsesElsewhereOrNowhereIsRefused() {
        assertThat(serviceProvider(identityCenter(ENTITY, ACS, "https://evil.example/acs"))
                        .reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("WRONG_ENDPOINT");
                    assertThat(reason.detail()).contains("https://evil.example/acs");
                });
        assertThat(serviceProvider(identityCenter(ENTITY)).reasons())
                .extracting(Reason::code)
                .containsExactly("NO_ENDPOINT");
    }

    @Test
    void entrasMetadataIsNotTakenForIdentityCenters() {
        assertThat(serviceProvider(entra(TENANT, APPLICATION, Documents.TO)).reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("WRONG_DOCUMENT");
                    assertThat(reason.detail())
                            .contains("; wanted: " + DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER.title());
                });
    }

    @Test
    void whatCannotBeReadIsSaidToBeSoByBoth() {
        assertThat(entra("%PDF-1.7").reasons()).extracting(Reason::code).containsExactly("NOT_XML");
        assertThat(serviceProvider("%PDF-1.7").reasons())
                .extracting(Reason::code)
                .containsExactly("NOT_XML");
    }

    private static Reading entra(String content) {
        return DOCUMENTS.entra(new EntraMetadata(document(content), TENANT));
    }

    private static ServiceProviderReading serviceProvider(String content) {
        return DOCUMENTS.serviceProvider(
                new ServiceProviderMetadata(document(content), new Region("eu-central-1"), STORE));
    }

    private static Document document(String content) {
        return Document.of("metadata.xml", "application/xml", content.getBytes(StandardCharsets.UTF_8));
    }

    private static String entra(String tenant, String subject, Instant to) {
        return Documents.identityProvider(
                "https://sts.windows.net/" + tenant + "/",
                "https://login.microsoftonline.com/" + tenant + "/saml2",
                Documents.certificate(subject, 2048, Documents.FROM, to));
    }

    private static String identityCenter(String entityId, String... consumers) {
        StringBuilder services = new StringBuilder();
        for (String consumer : consumers) {
            services.append("<AssertionConsumerService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\"")
                    .append(" Location=\"")
                    .append(consumer)
                    .append("\" index=\"0\"/>");
        }
        return "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"" + entityId
                + "\"><SPSSODescriptor>" + services + "</SPSSODescriptor></EntityDescriptor>";
    }
}
