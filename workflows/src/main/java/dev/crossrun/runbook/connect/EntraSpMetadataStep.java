package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.RestorableServiceProvider;
import dev.crossrun.activity.EntraActivities.ServiceProvider;
import dev.crossrun.activity.Removals;
import dev.crossrun.activity.SamlActivities.ServiceProviderReading;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entra learns who IAM Identity Center is. Before the identity source changes, or every sign-in breaks in between. */
final class EntraSpMetadataStep extends FederationStep<Instant> {
    private final EntraSeen entra;
    private final Look<Found> planned = Look.maybe("/entra/applicationName", this::look);
    private final Supplier<EntraApplicationStep.Made> made;
    private final Supplier<IdentityCenterMetadataStep.Handed> metadata;
    private @Nullable ServiceProvider known;
    private Instant knownSince = Instant.EPOCH;

    EntraSpMetadataStep(
            RunInput<ConnectFederationRequest> input,
            EntraSeen entra,
            EntraApplicationStep application,
            EntraSamlModeStep mode,
            IdentityCenterMetadataStep metadata) {
        super(
                StepDefinition.automated("entra-sp-metadata", "Tell Entra who IAM Identity Center is", "ENTRA")
                        .undone("Identifier and reply URLs are put back, if they are still as this run set them"),
                input);
        this.entra = entra;
        this.made = valueOf(application);
        this.metadata = valueOf(metadata);
        after(mode);
    }

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        String resource = "Identifier and reply URLs of the Entra application "
                + request().applicationName();
        String later = Change.knownAfter(IdentityCenterMetadataStep.ID);
        Change change = made(
                resource,
                planned.in(preflight),
                before -> shown(words(before, "identifierUris"), words(before, "replyUrls")),
                shown(List.of(later), List.of(later)));
        return planned(
                Action.CREATE,
                request().applicationName(),
                "Sets Identity Center's identifier and reply URLs in Entra",
                change);
    }

    private Optional<Found> look(Preflight preflight) {
        return entra.application(preflight)
                .map(application -> preflight
                        .call(EntraActivities.class, "Read identifier and reply URLs")
                        .findServiceProvider(new ServiceProvider(application, "", List.of())));
    }

    private static JsonNode shown(List<String> identifiers, List<String> urls) {
        ObjectNode shown = values();
        shown.set("identifierUris", Change.texts(identifiers));
        shown.set("replyUrls", Change.texts(urls));
        return shown;
    }

    private static List<String> words(Map<String, String> before, String name) {
        return Stream.of(before.getOrDefault(name, "").split(" "))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Since when Entra has known Identity Center's endpoints; before, nobody could have signed in through both. */
    @Override
    protected Instant run(StepContext step) {
        ServiceProvider provider = provider(made.get(), metadata.get().reading());
        step.effect(
                "Identifier and reply URLs of " + provider.application().name(),
                Expected.nothingOfOthers(),
                () -> ofTemplate(step.call(EntraActivities.class, "Read identifier and reply URLs")
                        .findServiceProvider(provider)),
                () -> step.call(EntraActivities.class, "Set identifier and reply URLs")
                        .setServiceProvider(provider),
                (before, set) -> IdentitySourceStep.unlessInUse(
                                Removals.undo(new RestorableServiceProvider(provider, before.before())))
                        .togetherWith(made.get().key()));
        if (!provider.equals(known)) {
            known = provider;
            knownSince = step.now();
        }
        step.detail(provider.identifier());
        return knownSince;
    }

    /** Identity Center, as its metadata says that Entra must know it. */
    static ServiceProvider provider(EntraApplicationStep.Made made, ServiceProviderReading center) {
        return new ServiceProvider(made.application(), center.entityId().orElseThrow(), center.consumerUrls());
    }

    /** Reply URLs without an identifier are the template's, where the application was made for a run of this name. */
    private Found ofTemplate(Found there) {
        return (entra.ours(made.get()) || made.get().byHand())
                        && there.before().getOrDefault("identifierUris", "").isEmpty()
                ? new Found(Presence.ABSENT, Optional.empty(), there.before())
                : there;
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(new Remedy(
                EntraActivities.IDENTIFIER_TAKEN_SAYING,
                "Abort, and start a run with `identitySource` `already-entra` that names the other application."));
    }
}
