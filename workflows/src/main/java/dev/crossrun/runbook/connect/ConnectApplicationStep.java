package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Application;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A person adds the application in IAM Identity Center: it is proven by its metadata and found in the API. */
final class ConnectApplicationStep extends FederationStep<ConnectApplicationStep.Added> {
    static final String ID = "connect-application";

    /** The name of its metadata among the run's artifacts. */
    static final String METADATA = "identity-center-application-metadata.xml";

    private static final String DEFAULT_NAME = "Amazon Connect";

    private final FederationPreflight seen;
    private final Supplier<Optional<EntraMetadataStep.Metadata>> entraMetadata;
    private final Supplier<Optional<IdentityCenterMetadataStep.Handed>> centerMetadata;
    private final Supplier<Optional<ConnectInstanceStep.Made>> instance;
    private @Nullable Instant opened;

    ConnectApplicationStep(
            RunInput<ConnectFederationRequest> input,
            FederationPreflight seen,
            EntraMetadataStep entraMetadata,
            IdentityCenterMetadataStep centerMetadata,
            IdentitySourceStep source,
            ConnectInstanceStep instance) {
        super(
                StepDefinition.human(ID, "Add the Amazon Connect application", "IDENTITY_CENTER")
                        .notUndone("no API deletes it. By hand: IAM Identity Center, Applications, Customer managed,"
                                + " Amazon Connect, Actions, Remove"),
                input);
        this.seen = seen;
        this.entraMetadata = valueIfAsked(entraMetadata);
        this.centerMetadata = valueIfAsked(centerMetadata);
        afterClaim(source);
        this.instance = valueIfAsked(instance);
    }

    /**
     * The application, with the uploaded metadata.
     *
     * @param opened when its task was opened for the first time
     */
    record Added(Document document, Reading reading, String arn, String name, Instant opened) {
        /** {@code ins-…}: accepted metadata always has it. */
        String instance() {
            return reading.applicationInstance().orElseThrow();
        }
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return planned(
                Action.HUMAN,
                "Amazon Connect",
                "An administrator adds the application in IAM Identity Center and uploads its metadata",
                Change.create("Application Amazon Connect in IAM Identity Center", shown()));
    }

    /** The values of the task. */
    private JsonNode shown() {
        ObjectNode shown = values();
        settings(new Names(request())).forEach(each -> shown.put(each.label(), each.value()));
        return shown;
    }

    private List<LabelledValue> settings(Names names) {
        return List.of(
                new LabelledValue(
                        "Application ACS URL", request().connect().region().samlEndpoint()),
                new LabelledValue("Application SAML audience", Names.AUDIENCE),
                new LabelledValue("Application start URL", ""),
                new LabelledValue("Relay state", names.relayState()));
    }

    @Override
    protected Added run(StepContext step) {
        Instant since = Optional.ofNullable(opened).orElseGet(() -> step.now().truncatedTo(ChronoUnit.SECONDS));
        opened = since;
        DocumentCheck wanted = SamlActivities.ApplicationMetadata.check(
                new AccountId(seen.center().ownerAccount()),
                request().identityCenter().region(),
                others());
        Added added = step.ask(task(wanted), answer -> check(step, answer, wanted, since));
        step.keep(METADATA, added.document());
        step.verified(
                "DOCUMENT",
                "Metadata of " + added.reading().entityId().orElse(""),
                added.document().sha256().value());
        step.detail("Application " + added.name() + ", " + added.instance());
        return added;
    }

    /** Documents of this run that are mistaken for the application's, by name. */
    private Map<String, Sha256> others() {
        Map<String, Sha256> others = new TreeMap<>();
        entraMetadata
                .get()
                .ifPresent(each ->
                        others.put(EntraMetadataStep.NAME, each.document().sha256()));
        centerMetadata
                .get()
                .ifPresent(each -> others.put(
                        IdentityCenterMetadataStep.NAME, each.document().sha256()));
        return others;
    }

    private Checked<Added> check(StepContext step, Answer answer, DocumentCheck wanted, Instant since) {
        Document document = answer.file().orElseThrow();
        Reading reading = step.promptCall(SamlActivities.class, "Read the uploaded metadata")
                .readApplicationMetadata(SamlActivities.ApplicationMetadata.of(document, wanted));
        Map<String, String> facts = facts(document, reading);
        if (!reading.reasons().isEmpty()) {
            return Checked.refused(reading.reasons(), facts);
        }
        String name = answer.fields().path("applicationName").asText(DEFAULT_NAME);
        List<Application> listed = step.promptCall(IdentityCenterActivities.class, "Find the application")
                .listApplications(seen.center());
        boolean typed = answer.fields().hasNonNull("applicationName");
        List<Application> named = matching(listed, reading, name, typed);
        if (named.size() != 1) {
            return Checked.refused(List.of(misnamed(name, named.size(), listed)), facts);
        }
        if (!named.get(0).enabled()) {
            return Checked.refused(
                    List.of(new Reason(
                            "/applicationName",
                            "DISABLED_APPLICATION",
                            "the application \"" + named.get(0).name()
                                    + "\" is disabled, so that nobody can open it; wanted: one that is enabled")),
                    facts);
        }
        return Checked.accepted(
                new Added(
                        document.named(METADATA),
                        reading,
                        named.get(0).arn(),
                        named.get(0).name(),
                        since),
                facts);
    }

    /**
     * The application whose ARN has the id of the metadata; else those of the name. A name that somebody typed must be that
     * application's.
     */
    private static List<Application> matching(List<Application> listed, Reading reading, String name, boolean typed) {
        String id = reading.applicationInstance().orElseThrow().replaceFirst("ins-", "/apl-");
        return listed.stream()
                .filter(app -> app.arn().endsWith(id))
                .findFirst()
                .map(app -> typed && !app.name().equals(name) ? List.<Application>of() : List.of(app))
                .orElseGet(() ->
                        listed.stream().filter(app -> app.name().equals(name)).toList());
    }

    private static Reason misnamed(String name, int count, List<Application> listed) {
        String names = listed.isEmpty()
                ? "none"
                : String.join(", ", listed.stream().map(Application::name).toList());
        return new Reason(
                "/applicationName",
                count == 0 ? "NO_SUCH_APPLICATION" : "AMBIGUOUS_APPLICATION",
                "IAM Identity Center lists " + (count == 0 ? "no application" : count + " applications") + " named "
                        + name + "; it lists: " + names
                        + (count == 0
                                ? ". Give the display name of the one that this metadata is of; if it was added just now, send"
                                        + " this again in a few seconds."
                                : ", and no ARN has the id of this metadata. Rename all but the one that it is of, then send"
                                        + " this again."));
    }

    private static Map<String, String> facts(Document document, Reading reading) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sha256", document.sha256().value());
        facts.put("kind", reading.kind().name());
        reading.entityId().ifPresent(id -> facts.put("entityId", id));
        reading.certificates().stream()
                .map(certificate -> certificate.notAfter().toString())
                .sorted()
                .findFirst()
                .ifPresent(notAfter -> facts.put("notAfter", notAfter));
        if (!reading.warnings().isEmpty()) {
            facts.put("warnings", String.join(" ", reading.warnings()));
        }
        return facts;
    }

    /** In the exact words of the console (IAM Identity Center User Guide, "Customer managed applications"). */
    private TaskSpec task(DocumentCheck metadata) {
        return new TaskSpec(
                "Add the Amazon Connect application in IAM Identity Center",
                """
                1. Open IAM Identity Center in account %s, Region %s.
                2. *Applications* → tab *Customer managed* → *Add application*.
                3. *I want to select an application from the catalog* → *Amazon Connect* → *Next*.
                4. Download the *IAM Identity Center SAML metadata file*.
                5. *Application start URL*: leave it **blank**. *Relay state*: copy the value below.
                6. *Application metadata* → *Manually type your metadata values*: copy ACS URL and audience.
                7. *Submit*.
                8. Upload the downloaded file here. Give the display name, too, if you changed it.
                """.formatted(
                                request().identityCenter().accountId(),
                                request().identityCenter().region()),
                settings(new Names(request(), instance.get())),
                List.of(),
                List.of(new Console(request()).applicationsLink()),
                List.of(Forms.withFile(
                        Console.SUBMIT,
                        "Upload the application's metadata",
                        FileRule.XML.checked(metadata),
                        Forms.optional("applicationName", "Display name of the application, if not Amazon Connect"))));
    }
}
