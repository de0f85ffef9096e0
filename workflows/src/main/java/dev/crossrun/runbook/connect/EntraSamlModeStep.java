package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.RestorableSamlMode;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** People sign on to the Entra application by SAML. Before the identifier URIs, or Entra refuses those. */
final class EntraSamlModeStep extends FederationStep<Done> {
    private final Supplier<EntraApplicationStep.Made> made;
    private final Corrections corrections;

    EntraSamlModeStep(RunInput<ConnectFederationRequest> input, EntraApplicationStep application) {
        super(
                StepDefinition.automated("entra-saml-mode", "Set SAML as its way to sign on", "ENTRA")
                        .undone("Goes with the application, if this run made that"),
                input);
        this.made = valueOf(application);
        this.corrections = new Corrections(input);
    }

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return planned(Action.CREATE, request().applicationName(), "People sign on by SAML");
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
                () -> {
                    step.call(EntraActivities.class, "Set SAML as the way to sign on")
                            .setSamlMode(mode);
                    return mode;
                },
                (before, set) -> IdentitySourceStep.unlessInUse(
                        application.own()
                                ? Undo.partOf(application.key())
                                : Undo.by(Removals.of(new RestorableSamlMode(mode, before.before())))));
        step.detail("Users sign on by SAML");
        return Done.DONE;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(corrections.notificationEmails());
    }
}
