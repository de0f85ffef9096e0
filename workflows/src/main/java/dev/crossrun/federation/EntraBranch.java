package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.MetadataQuery;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.activity.EntraActivities.ServiceProvider;
import dev.crossrun.activity.EntraActivities.SigningCertificate;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.activity.SamlActivities.ServiceProviderReading;
import dev.crossrun.engine.Step;
import dev.crossrun.run.Document;
import dev.crossrun.run.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Branch A, as far as it is done in Entra: the application, its certificate, its metadata and who may use it. */
final class EntraBranch {
    /** The name of Entra's metadata among the run's artifacts. */
    static final String METADATA = "entra-federation-metadata.xml";

    /** How long Graph may take to show everywhere what was made. */
    private static final Duration REPLICATION = Duration.ofMinutes(10);

    private static final int CERTIFICATE_YEARS = 3;

    private final ConnectFederationRequest request;
    private final Supplier<Facts> facts;
    private final RunMark mark;
    private @Nullable Application made;
    private @Nullable String thumbprint;
    private @Nullable Document metadata;
    private Optional<Reading> reading = Optional.empty();
    private @Nullable Instant knowsIdentityCenterSince;

    EntraBranch(ConnectFederationRequest request, Supplier<Facts> facts, RunMark mark) {
        this.request = request;
        this.facts = facts;
        this.mark = mark;
    }

    /** The application: the one that this run made, or that of the request. */
    Application application() {
        return made != null ? made : facts.get().entra().existing().require();
    }

    /** The metadata that Identity Center is given, once it is there. */
    Optional<Document> metadata() {
        return Optional.ofNullable(metadata);
    }

    Optional<Reading> reading() {
        return reading;
    }

    /** Since when Entra has known Identity Center's endpoints; before, nobody could have signed in through both. */
    Instant knowsIdentityCenterSince() {
        return Optional.ofNullable(knowsIdentityCenterSince).orElseThrow();
    }

    /** Step A1. */
    void createApplication(Step step) {
        boolean adopts = request.adopt().contains(FederationStep.ENTRA_APPLICATION.id());
        NamedApplication wanted =
                new NamedApplication(request.entra().tenantId(), request.applicationName(), mark.value(), adopts);
        Application application = step.effect(
                "Entra application " + wanted.name(),
                adopts,
                () -> entra(step, "Look for the application").findApplication(wanted),
                () -> entra(step, "Create the application " + wanted.name()).putApplication(wanted));
        step.poll(EntraActivities.class, "Wait until Graph shows the application everywhere", REPLICATION)
                .awaitApplication(application);
        made = application;
        step.detail(application.name() + ", application id " + application.appId());
    }

    /** Step A2. */
    void setSamlMode(Step step) {
        entra(step, "Set SAML as the way to sign on")
                .setSamlMode(new SamlMode(application(), request.entra().notificationEmails()));
        step.detail("Users sign on by SAML");
    }

    /** Step A3. */
    void createSigningCertificate(Step step) {
        Instant until =
                step.now().atZone(ZoneOffset.UTC).plusYears(CERTIFICATE_YEARS).toInstant();
        thumbprint = step.effect(
                "Signing certificate of " + application().name(),
                true,
                () -> entra(step, "Look for a signing certificate").findSigningCertificate(application()),
                () -> entra(step, "Add a signing certificate and make it active")
                        .putSigningCertificate(new SigningCertificate(application(), until)));
        step.detail("SHA-1 thumbprint " + thumbprint);
    }

    /** Step A5. What Entra publishes is checked like what a person hands in. */
    void downloadMetadata(Step step) {
        Document document = step.poll(EntraActivities.class, "Download Entra's metadata", REPLICATION)
                .downloadMetadata(new MetadataQuery(
                        application(), Optional.ofNullable(thumbprint).orElseThrow()));
        Reading read = step.call(SamlActivities.class, "Check Entra's metadata")
                .readEntraMetadata(new SamlActivities.EntraMetadata(
                        document, request.entra().tenantId()));
        if (!read.reasons().isEmpty()) {
            throw FailureType.INCONSISTENT.failure("Entra publishes metadata that does not serve: "
                    + read.reasons().stream().map(Reason::detail).collect(Collectors.joining("; ")));
        }
        step.keep(METADATA, document);
        step.verified(
                "DOCUMENT",
                "Metadata of " + read.entityId().orElse(""),
                document.sha256().value());
        metadata = document.named(METADATA);
        reading = Optional.of(read);
        String warnings = String.join(" ", read.warnings());
        step.detail(METADATA + (warnings.isEmpty() ? "" : ": " + warnings));
    }

    /** Step A7. */
    void setServiceProvider(Step step, ServiceProviderReading center) {
        ServiceProvider provider = provider(center);
        step.effect(
                "Identifier and reply URLs of " + application().name(),
                false,
                () -> entra(step, "Read identifier and reply URLs").findServiceProvider(provider),
                () -> {
                    entra(step, "Set identifier and reply URLs").setServiceProvider(provider);
                    return provider;
                });
        knowsIdentityCenterSince = step.now();
        step.detail(provider.identifier());
    }

    /** Identity Center, as its metadata says that Entra must know it. */
    ServiceProvider provider(ServiceProviderReading center) {
        return new ServiceProvider(application(), center.entityId().orElseThrow(), center.consumerUrls());
    }

    private static EntraActivities entra(Step step, String summary) {
        return step.call(EntraActivities.class, summary);
    }
}
