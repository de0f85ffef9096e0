package dev.crossrun.federation;

import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.SourceChanges;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.Removals;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.ServiceProviderMetadata;
import dev.crossrun.activity.SamlActivities.ServiceProviderReading;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a person does in Identity Center's console: its metadata, and the change to Entra. */
final class IdentitySourceChange {
    /** The name of Identity Center's metadata among the run's artifacts. */
    static final String METADATA = "identity-center-sp-metadata.xml";

    static final String GOING_BACK = "going back may remove assignments, which " + Findings.SNAPSHOT
            + " lists. By hand: IAM Identity Center, Settings, tab Identity source, Actions, Change identity source";

    static final String IN_USE =
            "It is in use: the identity source was changed to it. Change it back in the console first; " + GOING_BACK;

    private final ConnectFederationRequest request;
    private final Supplier<IdentityCenterActivities.Instance> center;
    private final EntraBranch entra;
    private @Nullable Handed handedIn;
    private @Nullable Instant wizardOpened;
    private @Nullable Changed answered;
    private int answeredIn;

    IdentitySourceChange(
            ConnectFederationRequest request, Supplier<IdentityCenterActivities.Instance> center, EntraBranch entra) {
        this.request = request;
        this.center = center;
        this.entra = entra;
    }

    /** What Identity Center says of itself as a service provider. */
    ServiceProviderReading reading() {
        return Optional.ofNullable(handedIn).orElseThrow().reading();
    }

    Optional<Document> document() {
        return Optional.ofNullable(handedIn).map(Handed::document);
    }

    /** Step {@code identity-center-metadata}. */
    void handInMetadata(StepContext step) {
        if (wizardOpened == null) {
            wizardOpened = step.now().truncatedTo(ChronoUnit.SECONDS);
        }
        StepDefinition change = FederationStep.IDENTITY_SOURCE.definition();
        step.mayBeDoneByPerson(
                change.id(), change.title(), Undo.by(Removals.of(changes())).orByHand(change.undo()));
        Handed handed = step.ask(
                new EntraTasks(request).downloadMetadata(wanted()),
                answer -> checkMetadata(
                        answer,
                        metadata -> step.promptCall(SamlActivities.class, "Read the metadata that was handed in")
                                .readServiceProviderMetadata(metadata)));
        keep(step, handed);
        step.detail(handed.reading().entityId().orElse(""));
    }

    /** Step {@code identity-source}. The evidence is CloudTrail's; going back is a person's decision, so undo only tells how. */
    void change(StepContext step) {
        Changed answered = answer(step);
        answered.newMetadata().ifPresent(handed -> {
            keep(step, handed);
            step.call(EntraActivities.class, "Set the reply URLs that changed")
                    .setServiceProvider(entra.provider(handed.reading()));
        });
        SourceChanges query = changes();
        step.verify(
                        CloudTrailActivities.class,
                        "Look for the change of the identity source",
                        request.patienceOrDefault().looking(),
                        "CloudTrail shows no change of the identity source since " + query.since()
                                + " yet. Events come up to 15 minutes late. Is the wizard finished, with ACCEPT typed?",
                        trail -> trail.awaitSourceChange(query))
                .ifPresent(events -> events.forEach(event -> step.evidence(Seen.in(event))));
        step.detail("People sign in with Entra");
    }

    /** What follows the answer may be tried again; nobody is asked to change the source twice for that. */
    private Changed answer(StepContext step) {
        if (answered == null || answeredIn != step.round()) {
            answered = step.ask(new EntraTasks(request).changeSource(wanted()), given -> checkChange(step, given));
            answeredIn = step.round();
        }
        return answered;
    }

    private SourceChanges changes() {
        IdentityCenterActivities.Instance instance = center.get();
        return new SourceChanges(
                instance.place(),
                instance.identityStoreId(),
                Optional.ofNullable(wizardOpened).orElseThrow(),
                IN_USE);
    }

    private void keep(StepContext step, Handed handed) {
        step.keep(METADATA, handed.document());
        step.verified(
                "DOCUMENT",
                "Metadata of " + handed.reading().entityId().orElse(""),
                handed.document().sha256().value());
        handedIn = handed;
    }

    private DocumentCheck wanted() {
        return ServiceProviderMetadata.check(
                request.identityCenter().region(), center.get().identityStoreId());
    }

    private Checked<Handed> checkMetadata(
            Answer answer, Function<ServiceProviderMetadata, ServiceProviderReading> read) {
        Document document = answer.file().orElseThrow();
        ServiceProviderReading reading = read.apply(ServiceProviderMetadata.of(document, wanted()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sha256", document.sha256().value());
        facts.put("kind", reading.kind().name());
        reading.entityId().ifPresent(id -> facts.put("entityId", id));
        return reading.reasons().isEmpty()
                ? Checked.accepted(new Handed(document.named(METADATA), reading), facts)
                : Checked.refused(reading.reasons(), facts);
    }

    private Checked<Changed> checkChange(StepContext step, Answer answer) {
        Optional<Reason> early = tooEarly(step, answer);
        if (early.isPresent()) {
            return Checked.refused(early.get());
        }
        if (answer.file().isEmpty()) {
            return Checked.accepted(new Changed(Optional.empty()), Map.of());
        }
        Checked<Handed> again = checkMetadata(
                answer,
                metadata -> step.promptCall(SamlActivities.class, "Read the metadata that was handed in again")
                        .readServiceProviderMetadata(metadata));
        return again.value()
                .map(handed -> Checked.accepted(new Changed(Optional.of(handed)), again.facts()))
                .orElseGet(() -> Checked.refused(again.reasons(), again.facts()));
    }

    /** A change before Entra knew Identity Center broke every sign-in until then: somebody must have looked at it. */
    private Optional<Reason> tooEarly(StepContext step, Answer answer) {
        if (answer.fields().hasNonNull("changedEarlier")) {
            return Optional.empty();
        }
        List<TrailEvent> events = step.promptCall(
                        CloudTrailActivities.class, "Look for a change of the identity source")
                .sourceChanges(changes());
        Instant known = entra.knowsIdentityCenterSince().truncatedTo(ChronoUnit.SECONDS);
        return events.stream()
                .max(Comparator.comparing(TrailEvent::at))
                .filter(event -> event.at().isBefore(known))
                .map(event -> new Reason(
                        "",
                        "CHANGED_EARLIER",
                        "The identity source was changed at " + event.at() + ", before Entra was told Identity Center's"
                                + " reply URLs at " + known + ": no sign-in worked in between. Look in the console"
                                + " whether it holds this run's " + EntraBranch.METADATA
                                + ", then confirm with changedEarlier saying so."));
    }

    private record Handed(Document document, ServiceProviderReading reading) {}

    private record Changed(Optional<Handed> newMetadata) {}
}
