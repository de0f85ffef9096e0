package dev.crossrun.saml;

import dev.crossrun.activity.SamlActivities.ApplicationMetadata;
import dev.crossrun.activity.SamlActivities.Certificate;
import dev.crossrun.activity.SamlActivities.DocumentKind;
import dev.crossrun.activity.SamlActivities.EntraMetadata;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.activity.SamlActivities.ServiceProviderMetadata;
import dev.crossrun.activity.SamlActivities.ServiceProviderReading;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.Reason;
import java.io.UncheckedIOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and checks SAML metadata. It makes no calls. */
public final class SamlDocuments {
    private final Clock clock;
    private final MetadataReader reader = new MetadataReader();

    /** @param clock against which certificates are checked */
    public SamlDocuments(Clock clock) {
        this.clock = clock;
    }

    /** Why a document fails a task's check; empty if it passes, or if the kind of check is not known here. */
    public List<Reason> reasons(Document document, DocumentCheck check) {
        if (check.kind().equals(DocumentKind.IDENTITY_CENTER_APPLICATION.name())) {
            return application(ApplicationMetadata.of(document, check)).reasons();
        }
        return check.kind().equals(DocumentKind.IDENTITY_CENTER_SERVICE_PROVIDER.name())
                ? serviceProvider(ServiceProviderMetadata.of(document, check)).reasons()
                : List.of();
    }

    /** Reads the metadata of an application of Identity Center. */
    public Reading application(ApplicationMetadata metadata) {
        Metadata found = read(metadata.document());
        return reading(
                found,
                new ApplicationCheck(metadata, found).reasons(),
                found.kind() == DocumentKind.IDENTITY_CENTER_APPLICATION);
    }

    /** Reads Entra's metadata of an application. */
    public Reading entra(EntraMetadata metadata) {
        Metadata found = read(metadata.document());
        return reading(
                found, new EntraCheck(metadata, found).reasons(), found.kind() == DocumentKind.ENTRA_APPLICATION);
    }

    /** Reads Identity Center's metadata as a service provider. */
    public ServiceProviderReading serviceProvider(ServiceProviderMetadata metadata) {
        Metadata found = read(metadata.document());
        return new ServiceProviderReading(
                found.kind(),
                new ServiceProviderCheck(metadata, found).reasons(),
                found.entityId(),
                found.consumerUrls());
    }

    /** {@code right}: whether it is a document of the kind wanted, so that its certificates matter. */
    private Reading reading(Metadata found, List<Reason> faults, boolean right) {
        List<Reason> reasons = new ArrayList<>(faults);
        List<String> warnings = List.of();
        if (right) {
            CertificateCheck certificates = new CertificateCheck(found.certificates(), clock.instant());
            reasons.addAll(certificates.reasons());
            warnings = certificates.warnings();
        }
        return new Reading(
                found.kind(),
                reasons,
                warnings,
                found.entityId(),
                found.entityId().flatMap(ApplicationId::of).map(ApplicationId::instance),
                found.certificates().stream().map(SamlDocuments::certificate).toList());
    }

    private Metadata read(Document document) {
        try {
            return reader.read(document.original());
        } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
            return Metadata.unreadable(
                    "DAMAGED",
                    "the file arrived damaged: "
                            + Optional.ofNullable(e.getMessage()).orElse("no detail"));
        }
    }

    private static Certificate certificate(X509Certificate certificate) {
        try {
            return new Certificate(
                    CertificateName.of(certificate),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    CertificateCheck.bits(certificate.getPublicKey()),
                    Sha256.of(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has its DER form", e);
        }
    }
}
