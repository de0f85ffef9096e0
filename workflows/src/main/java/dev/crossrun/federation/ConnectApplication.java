package dev.crossrun.federation;

import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.Application;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.activity.SamlActivities.Reading;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Step {@code connect-application}: the application in Identity Center, proven by its metadata and found in its API. */
final class ConnectApplication {
    private static final String DEFAULT_NAME = "Amazon Connect";

    private final StepContext step;
    private final ConnectFederationRequest request;
    private final Names names;
    private final IdentityCenterActivities.Instance center;

    ConnectApplication(
            StepContext step, ConnectFederationRequest request, Names names, IdentityCenterActivities.Instance center) {
        this.step = step;
        this.request = request;
        this.names = names;
        this.center = center;
    }

    /** {@code others}: SHA-256 of documents of this run that are not the application's. */
    ApplicationMetadata add(Map<String, Sha256> others) {
        DocumentCheck wanted = SamlActivities.ApplicationMetadata.check(
                new AccountId(center.ownerAccount()), request.identityCenter().region(), others);
        ApplicationMetadata handedIn =
                step.ask(new FederationTasks(request, names).addApplication(wanted), answer -> check(answer, wanted));
        Document document = handedIn.document();
        step.keep(ApplicationMetadata.ARTIFACT, document);
        step.verified(
                "DOCUMENT",
                "Metadata of " + handedIn.reading().entityId().orElse(""),
                document.sha256().value());
        step.detail("Application " + handedIn.applicationName() + ", " + handedIn.applicationInstance());
        return handedIn;
    }

    private Checked<ApplicationMetadata> check(Answer answer, DocumentCheck wanted) {
        Document document = answer.file().orElseThrow();
        Reading reading = step.promptCall(SamlActivities.class, "Read the metadata that was handed in")
                .readApplicationMetadata(SamlActivities.ApplicationMetadata.of(document, wanted));
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
        if (!named.get(0).enabled()) {
            return Checked.refused(
                    List.of(new Reason(
                            "/applicationName",
                            "DISABLED_APPLICATION",
                            "the application \"" + name
                                    + "\" is disabled, so that nobody can open it; wanted: one that is enabled")),
                    facts);
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
                        + ". Give the display name of the one that this metadata is of"
                        + (count == 0 ? "; if it was added just now, send this again in a few seconds." : "."));
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
