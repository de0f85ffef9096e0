package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.ActiveCertificate;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.SigningCertificate;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Remedy;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The certificate with which Entra signs the SAML responses for IAM Identity Center. */
final class EntraSigningCertificateStep extends FederationStep<String> {
    /** From then on Entra sends its notifications of the expiry. */
    private static final Duration SOON = Duration.ofDays(60);

    private final EntraSeen entra;
    private final Supplier<EntraApplicationStep.Made> made;
    private final Corrections corrections;
    private final Look<Found> planned = Look.maybe("/entra/applicationName", this::look);

    EntraSigningCertificateStep(
            RunInput<ConnectFederationRequest> input,
            EntraSeen entra,
            EntraApplicationStep application,
            EntraSamlModeStep mode) {
        super(
                StepDefinition.automated("entra-signing-certificate", "Give it a signing certificate", "ENTRA")
                        .undone("Goes with the application, if this run made that"),
                input);
        this.entra = entra;
        this.made = valueOf(application);
        this.corrections = new Corrections(input);
        after(mode);
    }

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        Optional<Found> there = planned.in(preflight).filter(Found::exists);
        boolean signs = there.map(found -> found.before().get("active")).equals(Optional.of("true"));
        String detail = signs
                ? "Its active certificate is kept"
                : there.map(found -> "Makes its certificate " + found.before().get("thumbprint") + " the active one")
                        .orElse("Adds a certificate that is valid for " + days());
        there.map(EntraSigningCertificateStep::until)
                .filter(until -> until.isBefore(preflight.now().plus(SOON)))
                .ifPresent(until -> preflight.warn(
                        "/entra/applicationName",
                        "The signing certificate of " + request().applicationName() + " expires on " + until
                                + ", in less than 60 days.",
                        "Add a certificate that is valid for longer and make it the active one, or plan its renewal."));
        return Optional.of(line(signs ? Action.KEEP : Action.CREATE, request().applicationName(), detail)
                .writing(List.of(change(there))));
    }

    private Change change(Optional<Found> there) {
        String resource =
                "Signing certificate of the Entra application " + request().applicationName();
        return there.map(found -> {
                    String thumbprint = found.before().getOrDefault("thumbprint", "");
                    boolean active = Boolean.parseBoolean(found.before().get("active"));
                    String until = until(found).toString();
                    return Change.replace(
                            resource, certificate(thumbprint, active, until), certificate(thumbprint, true, until));
                })
                .orElseGet(() -> Change.create(
                        resource, certificate(Change.knownAfter(id()), true, days() + " after the step begins")));
    }

    private static ObjectNode certificate(String thumbprint, boolean active, String validUntil) {
        return values().put("thumbprint", thumbprint).put("active", active).put("validUntil", validUntil);
    }

    private String days() {
        return request().entra().certificateDaysOrDefault() + " days";
    }

    private static Instant until(Found certificate) {
        return Instant.parse(certificate.before().getOrDefault("validUntil", ""));
    }

    private Optional<Found> look(Preflight preflight) {
        return entra.application(preflight)
                .map(
                        preflight.call(EntraActivities.class, "Check whether it has a signing certificate")
                                ::findSigningCertificate);
    }

    /** Its SHA-1 thumbprint. */
    @Override
    protected String run(StepContext step) {
        EntraApplicationStep.awaitListing(step);
        Application application = made.get().application();
        Instant until = step.now().plus(Duration.ofDays(request().entra().certificateDaysOrDefault()));
        ActiveCertificate active = step.effect(
                "Signing certificate of " + application.name(),
                Expected.kept(planned.seen()
                        .filter(seen -> entra.saw(application))
                        .map(EntraSigningCertificateStep::byThumbprint)),
                () -> byThumbprint(step.call(EntraActivities.class, "Look for a signing certificate")
                        .findSigningCertificate(application)),
                () -> step.call(EntraActivities.class, "Add a signing certificate and make it active")
                        .putSigningCertificate(new SigningCertificate(application, until)),
                IdentitySourceStep.unlessInUse(Undo.partOf(made.get().key())));
        boolean soon = active.until().isBefore(step.now().plus(SOON));
        step.detail("SHA-1 thumbprint " + active.thumbprint() + ", valid until " + active.until()
                + (soon ? ". It expires in less than 60 days: plan its renewal." : ""));
        return active.thumbprint();
    }

    @Override
    protected List<Offer> offers() {
        return List.of(corrections.certificateDays());
    }

    @Override
    protected List<Remedy> remedies() {
        return List.of(new Remedy(
                EntraActivities.LIFETIME_REFUSED, "Or try again with fewer days: `certificateDays` in `input`."));
    }

    /** Another one signs when it is made active: which one it is counts. */
    private static Found byThumbprint(Found certificate) {
        Map<String, String> before = new HashMap<>(certificate.before());
        before.keySet().retainAll(List.of("thumbprint"));
        return new Found(certificate.presence(), certificate.mark(), before);
    }
}
