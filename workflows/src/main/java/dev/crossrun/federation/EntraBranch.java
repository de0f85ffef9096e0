package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.MetadataQuery;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.RemovableApplication;
import dev.crossrun.activity.EntraActivities.RestorableSamlMode;
import dev.crossrun.activity.EntraActivities.RestorableServiceProvider;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.activity.EntraActivities.ServiceProvider;
import dev.crossrun.activity.EntraActivities.SigningCertificate;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Removals;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.activity.SamlActivities.ServiceProviderReading;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Forms;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.Undoable;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.task.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done in Entra: the application, its certificate, its metadata and who may use it. */
final class EntraBranch {
    /** The name of Entra's metadata among the run's artifacts. */
    static final String METADATA = "entra-federation-metadata.xml";

    /** How long Graph may take to show everywhere what was made. */
    private static final Duration REPLICATION = Duration.ofMinutes(10);

    private static final int CERTIFICATE_YEARS = 3;

    private final Supplier<ConnectFederationRequest> request;
    private final Supplier<Facts> facts;
    private final RunMark mark;
    private @Nullable Application made;
    private boolean own;
    private boolean madeByHand;
    private @Nullable String thumbprint;
    private @Nullable Document metadata;
    private Optional<Reading> reading = Optional.empty();
    private @Nullable ServiceProvider known;
    private @Nullable Instant knowsIdentityCenterSince;

    EntraBranch(Supplier<ConnectFederationRequest> request, Supplier<Facts> facts, RunMark mark) {
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

    /** The ledger's key of the application. */
    String key() {
        return "Entra application "
                + (request.get().switches()
                        ? request.get().applicationName()
                        : application().name());
    }

    /** Step {@code entra-application}. */
    void createApplication(StepContext step) {
        Found seen = facts.get().entra().planned().require();
        NamedApplication wanted = wanted(seen);
        Application application = step.effect(
                key(),
                Expected.planned(seen, wanted.mayTake()),
                () -> entra(step, "Look for the application").findApplication(wanted),
                () -> entra(step, "Create the application " + wanted.name()).putApplication(wanted),
                (before, there) -> unlessInUse(
                        Undo.by(Removals.of(new RemovableApplication(wanted, there.map(Application::objectId))))));
        own = step.made(key());
        step.poll(EntraActivities.class, "Wait until Graph shows the application everywhere", REPLICATION)
                .awaitApplication(application);
        made = application;
        step.detail(application.name() + ", application id " + application.appId());
    }

    /** Somebody made the application instead of this step: it must be the one that was planned. */
    Offer applicationMade() {
        return Offer.madeByHand(
                List.of(Forms.required("appId", "Application (client) ID of the application that was made")),
                (step, answer) -> {
                    String appId = answer.fields().path("appId").asText();
                    Application there = step.promptCall(EntraActivities.class, "Look at the application that was made")
                            .describeApplication(
                                    new KnownApplication(request.get().entra().tenantId(), appId));
                    String name = request.get().applicationName();
                    return there.name().equals(name)
                            ? Checked.accepted(() -> takeMadeByHand(there), Map.of("objectId", there.objectId()))
                            : Checked.refused(new Reason(
                                    "/appId",
                                    "OTHER_APPLICATION",
                                    "is the application " + there.name() + "; wanted: " + name));
                });
    }

    private void takeMadeByHand(Application there) {
        made = there;
        madeByHand = true;
    }

    /** What the plan did not see is not taken over. */
    private NamedApplication wanted(Found seen) {
        return new NamedApplication(
                request.get().entra().tenantId(),
                request.get().applicationName(),
                mark.value(),
                request.get().adopts(FederationStep.ENTRA_APPLICATION) && seen.exists());
    }

    /** Step {@code entra-saml-mode}. */
    void setSamlMode(StepContext step) {
        SamlMode mode = new SamlMode(application(), request.get().entra().notificationEmails());
        step.effect(
                "SAML sign-on of " + application().name(),
                Expected.anything(),
                () -> entra(step, "Read the way to sign on").findSamlMode(mode),
                () -> {
                    entra(step, "Set SAML as the way to sign on").setSamlMode(mode);
                    return mode;
                },
                (before, set) -> own
                        ? part()
                        : unlessInUse(Undo.by(Removals.of(new RestorableSamlMode(mode, before.before())))));
        step.detail("Users sign on by SAML");
    }

    /** Step {@code entra-signing-certificate}. */
    void createSigningCertificate(StepContext step) {
        Instant until =
                step.now().atZone(ZoneOffset.UTC).plusYears(CERTIFICATE_YEARS).toInstant();
        thumbprint = step.effect(
                "Signing certificate of " + application().name(),
                Expected.kept(
                        planned().flatMap(seen -> seen.certificate().value()).map(EntraBranch::byThumbprint)),
                () -> byThumbprint(entra(step, "Look for a signing certificate").findSigningCertificate(application())),
                () -> entra(step, "Add a signing certificate and make it active")
                        .putSigningCertificate(new SigningCertificate(application(), until)),
                Undoable.by(part()));
        step.detail("SHA-1 thumbprint " + thumbprint);
    }

    /** Step {@code entra-metadata}. What Entra publishes is checked like what a person hands in. */
    void downloadMetadata(StepContext step) {
        Document document = step.poll(EntraActivities.class, "Download Entra's metadata", REPLICATION)
                .downloadMetadata(new MetadataQuery(
                        application(), Optional.ofNullable(thumbprint).orElseThrow()));
        Reading read = step.call(SamlActivities.class, "Check Entra's metadata")
                .readEntraMetadata(new SamlActivities.EntraMetadata(
                        document, request.get().entra().tenantId()));
        if (!read.reasons().isEmpty()) {
            throw FailureType.INCONSISTENT.failure(
                    "Entra publishes metadata that does not serve: "
                            + read.reasons().stream().map(Reason::detail).collect(Collectors.joining("; ")),
                    "Look at the application's certificates under Single sign-on in Entra, or redo"
                            + " entra-signing-certificate; then try again.");
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

    /** Step {@code entra-sp-metadata}. */
    void setServiceProvider(StepContext step, ServiceProviderReading center) {
        ServiceProvider provider = provider(center);
        step.effect(
                "Identifier and reply URLs of " + application().name(),
                Expected.nothingOfOthers(),
                () -> ofTemplate(entra(step, "Read identifier and reply URLs").findServiceProvider(provider)),
                () -> {
                    entra(step, "Set identifier and reply URLs").setServiceProvider(provider);
                    return provider;
                },
                (before, set) ->
                        unlessInUse(Undo.by(Removals.of(new RestorableServiceProvider(provider, before.before())))
                                .togetherWith(key())));
        if (!provider.equals(known)) {
            known = provider;
            knowsIdentityCenterSince = step.now();
        }
        step.detail(provider.identifier());
    }

    /** Another one signs when it is made active: which one it is counts. */
    private static Found byThumbprint(Found certificate) {
        Map<String, String> before = new HashMap<>(certificate.before());
        before.keySet().retainAll(List.of("thumbprint"));
        return new Found(certificate.presence(), certificate.mark(), before);
    }

    /** What the plan saw of this very application: nothing, where it was made since. */
    Optional<Facts.EntraFacts> planned() {
        String id = application().objectId();
        return Optional.of(facts.get().entra())
                .filter(seen -> seen.existing()
                        .value()
                        .filter(existing -> existing.objectId().equals(id))
                        .isPresent());
    }

    /** Whether the application is this run's or was made by an earlier run of the name; then so is what it holds. */
    boolean ours() {
        return own || planned().map(Facts.EntraFacts::ours).orElse(false);
    }

    /** Reply URLs without an identifier are the template's, where the application was made for a run of this name. */
    private Found ofTemplate(Found there) {
        return (ours() || madeByHand)
                        && there.before().getOrDefault("identifierUris", "").isEmpty()
                ? new Found(Presence.ABSENT, Optional.empty(), there.before())
                : there;
    }

    /** Identity Center, as its metadata says that Entra must know it. */
    ServiceProvider provider(ServiceProviderReading center) {
        return new ServiceProvider(application(), center.entityId().orElseThrow(), center.consumerUrls());
    }

    /** Whatever belongs to the application stays as long as people sign in through it. */
    Undo unlessInUse(Undo undo) {
        return undo.unless(FederationStep.IDENTITY_SOURCE.id(), IdentitySourceChange.IN_USE);
    }

    /** What is deleted together with the application and not without it. */
    private Undo part() {
        return unlessInUse(Undo.partOf(key()));
    }

    private static EntraActivities entra(StepContext step, String summary) {
        return step.call(EntraActivities.class, summary);
    }
}
