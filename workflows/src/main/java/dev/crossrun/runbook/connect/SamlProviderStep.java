package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.document.XmlText;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The IAM SAML provider, made of the application's metadata. */
final class SamlProviderStep extends IamStep<String> {
    private final Supplier<ConnectApplicationStep.Added> application;
    private final AskedOfIam asked;

    SamlProviderStep(RunInput<ConnectFederationRequest> input, AskedOfIam asked, ConnectApplicationStep application) {
        super(
                StepDefinition.automated("saml-provider", "Create the IAM SAML provider", "CONNECT_ACCOUNT")
                        .undone("Deleted, if this run made it and it still bears its mark")
                        .adoptable(),
                input,
                new Kind(
                        "SAML provider",
                        "/connect/samlProviderName",
                        ConnectFederationRequest.Connect::provider,
                        Names::providerArn,
                        IamActivities::findProvider));
        this.asked = asked;
        this.application = valueOf(application);
    }

    @Override
    String purpose() {
        return "Trusts what the application signs";
    }

    /** Its ARN. */
    @Override
    protected String run(StepContext step) {
        Provider wanted = asked.note(new Provider(
                request().connect().accountId(), name(), application.get().document(), ownership()));
        String arn = step.effect(
                arn(),
                expected(),
                () -> find(step.call(IamActivities.class, looking())),
                () -> step.call(IamActivities.class, "Put the SAML provider " + name())
                        .putProvider(wanted),
                (before, made) -> Undo.by(Removals.of(asked.provider(named()))));
        step.detail(arn);
        return arn;
    }

    @Override
    protected List<Offer> offers() {
        return List.of(madeByHand(List.of(), (step, answer) -> checkMade(step, this::fault, there -> arn())));
    }

    /** One that somebody made must hold this application's metadata. */
    private Optional<String> fault(Map<String, String> before) {
        String sha256 =
                Sha256.of(XmlText.of(application.get().document().original())).value();
        return sha256.equals(before.get("metadataSha256"))
                ? Optional.empty()
                : Optional.of("holds other metadata than " + ConnectApplicationStep.METADATA);
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(OTHER_NAME, new Remedy(IamActivities.UNREADABLE_SAYING, "Redo connect-application."));
    }
}
