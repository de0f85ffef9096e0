package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.document.XmlText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Change;
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
        return "IAM trusts assertions that the application signs";
    }

    /** Its metadata comes from a person: the plan shows whose it must be, and what is there now. */
    @Override
    Change change(Optional<Found> there) {
        String later = Change.knownAfter(ConnectApplicationStep.ID);
        ObjectNode wanted = values().put(
                        "issuedBy",
                        "IAM Identity Center in " + request().identityCenter().accountId())
                .put("entityId", later)
                .put("certificates", later)
                .put("metadataSha256", later);
        return made("IAM SAML provider " + name(), there, SamlProviderStep::shown, wanted);
    }

    private static JsonNode shown(Map<String, String> before) {
        ObjectNode shown = values();
        List.of("entityId", "certificates", "metadataSha256")
                .forEach(name -> Optional.ofNullable(before.get(name)).ifPresent(value -> shown.put(name, value)));
        return shown;
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
                (before, made) -> Removals.undo(asked.provider(named())));
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
