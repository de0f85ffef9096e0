package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.MetadataQuery;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.EntraMetadata;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Reason;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Entra's metadata, for the console of IAM Identity Center. What Entra publishes is checked like what a person uploads. */
final class EntraMetadataStep extends FederationStep<EntraMetadataStep.Metadata> {
    static final String ID = "entra-metadata";

    /** Its name among the run's artifacts. */
    static final String NAME = "entra-federation-metadata.xml";

    private final Supplier<EntraApplicationStep.Made> made;
    private final Supplier<String> thumbprint;

    EntraMetadataStep(
            RunInput<ConnectFederationRequest> input,
            EntraApplicationStep application,
            EntraSigningCertificateStep certificate) {
        super(StepDefinition.automated(ID, "Download Entra's metadata", "ENTRA"), input);
        this.made = valueOf(application);
        this.thumbprint = valueOf(certificate);
    }

    /** What was downloaded, and what it says. */
    record Metadata(Document document, Reading reading) {}

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return planned(Action.CHECK, NAME, "The run downloads and checks it, and keeps it for the console");
    }

    @Override
    protected Metadata run(StepContext step) {
        Document document = step.poll(
                        EntraActivities.class, "Download Entra's metadata", EntraApplicationStep.REPLICATION)
                .downloadMetadata(new MetadataQuery(made.get().application(), thumbprint.get()));
        Reading read = step.call(SamlActivities.class, "Check Entra's metadata")
                .readEntraMetadata(new EntraMetadata(document, request().entra().tenantId()));
        if (!read.reasons().isEmpty()) {
            throw FailureType.INCONSISTENT.failure(
                    "Entra publishes metadata that does not serve: "
                            + read.reasons().stream().map(Reason::detail).collect(Collectors.joining("; ")),
                    "Look at the application's certificates under Single sign-on in Entra, or redo"
                            + " entra-signing-certificate; then try again.");
        }
        step.keep(NAME, document);
        step.verified(
                "DOCUMENT",
                "Metadata of " + read.entityId().orElse(""),
                document.sha256().value());
        String warnings = String.join(" ", read.warnings());
        step.detail(NAME + (warnings.isEmpty() ? "" : ": " + warnings));
        return new Metadata(document.named(NAME), read);
    }
}
