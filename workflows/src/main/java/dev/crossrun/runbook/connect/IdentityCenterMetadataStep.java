package dev.crossrun.runbook.connect;

import dev.crossrun.activity.CloudTrailActivities.SourceChanges;
import dev.crossrun.activity.Removals;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.ServiceProviderMetadata;
import dev.crossrun.activity.SamlActivities.ServiceProviderReading;
import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.FileRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What IAM Identity Center says of itself as a service provider: a person downloads it in the wizard that stays open. */
final class IdentityCenterMetadataStep extends FederationStep<IdentityCenterMetadataStep.Handed> {
    static final String ID = "identity-center-metadata";

    /** Its name among the run's artifacts. */
    static final String NAME = "identity-center-sp-metadata.xml";

    private final FederationPreflight seen;
    private @Nullable Instant wizardOpened;

    IdentityCenterMetadataStep(
            RunInput<ConnectFederationRequest> input, FederationPreflight seen, ApprovalStep approval) {
        super(StepDefinition.human(ID, "Download IAM Identity Center's metadata", "IDENTITY_CENTER"), input);
        this.seen = seen;
        after(approval);
    }

    /**
     * The uploaded metadata, and what it says.
     *
     * @param changes looks for a change of the identity source since the wizard was opened
     */
    record Handed(Document document, ServiceProviderReading reading, SourceChanges changes) {}

    @Override
    protected boolean asked() {
        return request().switches();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return planned(Action.HUMAN, NAME, "An administrator downloads Identity Center's metadata");
    }

    @Override
    protected Handed run(StepContext step) {
        if (wizardOpened == null) {
            wizardOpened = step.now().truncatedTo(ChronoUnit.SECONDS);
        }
        SourceChanges changes = new SourceChanges(
                seen.center().place(), seen.center().identityStoreId(), wizardOpened, IdentitySourceStep.IN_USE);
        IdentitySourceStep.mayBeDone(step, Removals.undo(changes));
        Handed handed = step.ask(task(), answer -> check(step, answer, changes));
        keep(step, handed);
        step.detail(handed.reading().entityId().orElse(""));
        return handed;
    }

    static void keep(StepContext step, Handed handed) {
        step.keep(NAME, handed.document());
        step.verified(
                "DOCUMENT",
                "Metadata of " + handed.reading().entityId().orElse(""),
                handed.document().sha256().value());
    }

    DocumentCheck wanted() {
        return ServiceProviderMetadata.check(
                request().identityCenter().region(), seen.center().identityStoreId());
    }

    Checked<Handed> check(StepContext step, Answer answer, SourceChanges changes) {
        Document document = answer.file().orElseThrow();
        ServiceProviderReading reading = step.promptCall(SamlActivities.class, "Read the uploaded metadata")
                .readServiceProviderMetadata(ServiceProviderMetadata.of(document, wanted()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sha256", document.sha256().value());
        facts.put("kind", reading.kind().name());
        reading.entityId().ifPresent(id -> facts.put("entityId", id));
        return reading.reasons().isEmpty()
                ? Checked.accepted(new Handed(document.named(NAME), reading, changes), facts)
                : Checked.refused(reading.reasons(), facts);
    }

    /** In the exact words of the console (IAM Identity Center User Guide, "Change your identity source"). */
    private TaskSpec task() {
        Console console = new Console(request());
        return new TaskSpec(
                "Upload IAM Identity Center's metadata",
                """
                1. %s → tab *Identity source* → *Actions* → *Change identity source*.
                2. *External identity provider* → *Next*.
                3. *Service provider metadata* → *Download metadata file*.
                4. **Leave the wizard open**: the next task continues there. Nothing has changed yet.
                5. Upload the downloaded file here.
                """.formatted(console.settings()),
                List.of(),
                List.of(),
                List.of(console.settingsLink()),
                List.of(Forms.withFile(
                        Console.SUBMIT, "Upload Identity Center's metadata", FileRule.XML.checked(wanted()))));
    }
}
