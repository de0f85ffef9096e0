package dev.crossrun.federation;

import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Application;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.domain.AccountId;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Step;
import dev.crossrun.run.Answer;
import dev.crossrun.run.Document;
import dev.crossrun.run.Evidence;
import dev.crossrun.run.Reason;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step C1: the application in Identity Center, proven by its metadata and found in its API. */
final class ConnectApplication {
    private static final String DEFAULT_NAME = "Amazon Connect";

    private final Step step;
    private final ConnectFederationRequest request;
    private final IdentityCenterActivities.Instance center;

    ConnectApplication(Step step, ConnectFederationRequest request, IdentityCenterActivities.Instance center) {
        this.step = step;
        this.request = request;
        this.center = center;
    }

    ApplicationMetadata add() {
        ApplicationMetadata handedIn = step.ask(new FederationTasks(request).addApplication(), this::check);
        Document document = handedIn.document();
        step.keep(ApplicationMetadata.ARTIFACT, document);
        step.evidence(new Evidence(
                Evidence.State.VERIFIED,
                "DOCUMENT",
                "Metadata of " + handedIn.reading().entityId().orElse(""),
                Instant.ofEpochMilli(Workflow.currentTimeMillis()),
                Optional.of(document.sha256().value())));
        step.detail("Application " + handedIn.applicationName() + ", " + handedIn.applicationInstance());
        return handedIn;
    }

    private Checked<ApplicationMetadata> check(Answer answer) {
        Document document = answer.file().orElseThrow();
        Reading reading = step.promptCall(SamlActivities.class, "Read the metadata that was handed in")
                .readApplicationMetadata(new SamlActivities.ApplicationMetadata(
                        document,
                        new AccountId(center.ownerAccount()),
                        request.identityCenter().region(),
                        Map.of()));
        Map<String, String> facts = facts(document, reading);
        if (!reading.reasons().isEmpty()) {
            return Checked.refused(reading.reasons(), facts);
        }
        String name = answer.fields().path("applicationName").asText(DEFAULT_NAME);
        List<Application> listed = step.promptCall(IdentityCenterActivities.class, "Find the application")
                .listApplications(center);
        List<Application> named =
                listed.stream().filter(app -> app.name().equals(name)).toList();
        if (named.size() != 1) {
            return Checked.refused(List.of(misnamed(name, named.size(), listed)), facts);
        }
        return Checked.accepted(
                new ApplicationMetadata(document, reading, named.get(0).arn(), name), facts);
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
                        + ". Give the display name of the one that this metadata is of.");
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
}
