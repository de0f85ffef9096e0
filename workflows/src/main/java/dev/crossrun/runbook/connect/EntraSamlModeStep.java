package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.RestorableSamlMode;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** People sign on to the Entra application by SAML. Before the identifier URIs, or Entra refuses those. */
final class EntraSamlModeStep extends FederationStep<Done> {
    private static final String SAML = "saml";

    private final EntraSeen entra;
    private final Look<Found> planned = Look.maybe("/entra/applicationName", this::look);
    private final Supplier<EntraApplicationStep.Made> made;
    private final Corrections corrections;

    EntraSamlModeStep(RunInput<ConnectFederationRequest> input, EntraSeen entra, EntraApplicationStep application) {
        super(
                StepDefinition.automated("entra-saml-mode", "Set SAML as its way to sign on", "ENTRA")
                        .undone("Goes with the application, if this run made that"),
                input);
        this.entra = entra;
        this.made = valueOf(application);
        this.corrections = new Corrections(input);
    }

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Change change = there(preflight)
                .map(before -> Change.replace(
                        resource(),
                        shown(before.getOrDefault("mode", ""), emails(before.getOrDefault("notificationEmails", ""))),
                        shown(SAML, request().entra().notificationEmails())))
                .orElseGet(() ->
                        Change.create(resource(), shown(SAML, request().entra().notificationEmails())));
        return planned(Action.CREATE, request().applicationName(), "People sign on by SAML", change);
    }

    private Optional<Map<String, String>> there(Preflight preflight) {
        return planned.in(preflight).map(Found::before);
    }

    private Optional<Found> look(Preflight preflight) {
        return entra.application(preflight)
                .map(application -> preflight
                        .call(EntraActivities.class, "Read the way to sign on")
                        .findSamlMode(
                                new SamlMode(application, request().entra().notificationEmails())));
    }

    private String resource() {
        return "Single sign-on of the Entra application " + request().applicationName();
    }

    private static JsonNode shown(String mode, List<String> emails) {
        ObjectNode shown = values().put("mode", mode);
        shown.set("notificationEmails", Change.texts(emails));
        return shown;
    }

    private static List<String> emails(String joined) {
        return Stream.of(joined.split(",")).filter(each -> !each.isEmpty()).toList();
    }

    @Override
    protected Done run(StepContext step) {
        EntraApplicationStep.Made application = made.get();
        SamlMode mode =
                new SamlMode(application.application(), request().entra().notificationEmails());
        step.effect(
                "SAML sign-on of " + application.application().name(),
                Expected.anything(),
                () -> step.call(EntraActivities.class, "Read the way to sign on")
                        .findSamlMode(mode),
                () -> step.call(EntraActivities.class, "Set SAML as the way to sign on")
                        .setSamlMode(mode),
                (before, set) -> IdentitySourceStep.unlessInUse(
                        application.own()
                                ? Undo.partOf(application.key())
                                : Removals.undo(new RestorableSamlMode(mode, before.before()))));
        step.detail("Users sign on by SAML");
        return Done.DONE;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(corrections.notificationEmails());
    }
}
