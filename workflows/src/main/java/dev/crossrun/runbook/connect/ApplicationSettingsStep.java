package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.CloudTrailActivities;
import dev.crossrun.activity.CloudTrailActivities.ApplicationChanges;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.LabelledValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A person sets the application's attribute mappings, which name the role and the user. */
final class ApplicationSettingsStep extends FederationStep<Done> {
    static final String ROLE_ATTRIBUTE = "https://aws.amazon.com/SAML/Attributes/Role";
    static final String SESSION_NAME_ATTRIBUTE = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";

    private final FederationPreflight seen;
    private final Supplier<Optional<ConnectInstanceStep.Made>> instance;
    private final Supplier<ConnectApplicationStep.Added> application;
    private @Nullable Instant opened;
    private int openedIn;

    ApplicationSettingsStep(
            RunInput<ConnectFederationRequest> input,
            FederationPreflight seen,
            ConnectInstanceStep instance,
            ConnectApplicationStep application,
            FederationRoleStep role) {
        super(
                StepDefinition.human(
                                "application-settings", "Set the application's attribute mappings", "IDENTITY_CENTER")
                        .notUndone("the mappings go with the application"),
                input);
        this.seen = seen;
        this.instance = valueIfAsked(instance);
        this.application = valueOf(application);
        after(application, role);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        ObjectNode shown = values();
        mappings(new Names(request())).forEach(each -> shown.put(each.label(), each.value()));
        return planned(
                Action.HUMAN,
                "Amazon Connect",
                "An administrator sets three attribute mappings",
                Change.create("Attribute mappings of the application Amazon Connect", shown));
    }

    @Override
    protected Done run(StepContext step) {
        ConnectApplicationStep.Added added = application.get();
        Instant since = opened(step);
        step.ask(task(added.name()), answer -> Checked.accepted(answer, Map.of()));
        ApplicationChanges query = new ApplicationChanges(seen.center().place(), added.instance(), since);
        step.verify(
                        CloudTrailActivities.class,
                        "Look for the change of the attribute mappings",
                        request().patienceOrDefault().looking(),
                        "CloudTrail shows no change of the attribute mappings of " + added.name() + " since " + since
                                + " yet. Events come up to 15 minutes late. What was saved before counts only if it is saved"
                                + " again.",
                        trail -> trail.awaitApplicationChanges(query))
                .ifPresent(events -> events.forEach(event ->
                        step.evidence(event.evidence("CloudTrail does not show the values: the sign-in proves them"))));
        return Done.DONE;
    }

    /** When the task of this round was opened: what was done before is no evidence for it. */
    private Instant opened(StepContext step) {
        Instant now = step.now().truncatedTo(ChronoUnit.SECONDS);
        Instant since = Optional.ofNullable(opened)
                .filter(at -> openedIn == step.round())
                .orElse(now);
        opened = since;
        openedIn = step.round();
        return since;
    }

    /** In the exact words of the console (IAM Identity Center User Guide, "Customer managed applications"). */
    private TaskSpec task(String name) {
        return new TaskSpec(
                "Set the attribute mappings of " + name,
                """
                1. Open IAM Identity Center → *Applications* → *Customer managed* → *%s*.
                2. *Actions* → *Edit attribute mappings*. These three rows, and no others:
                   - `Subject` → `${user:email}`, format *emailAddress*
                   - `%s` → `${user:email}`, format *unspecified*
                   - `%s` → the value below, format *unspecified*: no space in it
                3. *Save changes*, even if the rows were right before: only a save after this task opened counts.
                4. *Actions* → *Edit configuration*: check that ACS URL, audience and relay state are the values below, and that
                   the start URL is blank.
                5. Confirm here. CloudTrail shows the change within 15 minutes.
                """.formatted(MarkdownText.escaped(name), SESSION_NAME_ATTRIBUTE, ROLE_ATTRIBUTE),
                settings(),
                List.of(),
                List.of(new Console(request()).applicationsLink()),
                List.of(Forms.answer(Console.CONFIRM, "The mappings are saved")));
    }

    private static List<LabelledValue> mappings(Names names) {
        return List.of(
                new LabelledValue("Subject", "${user:email}"),
                new LabelledValue(SESSION_NAME_ATTRIBUTE, "${user:email}"),
                new LabelledValue(ROLE_ATTRIBUTE, names.roleArn() + "," + names.providerArn()));
    }

    private List<LabelledValue> settings() {
        Names names = new Names(request(), instance.get());
        return Stream.concat(
                        mappings(names).stream(),
                        Stream.of(
                                new LabelledValue(
                                        "Application ACS URL",
                                        request().connect().region().samlEndpoint()),
                                new LabelledValue("Application SAML audience", Names.AUDIENCE),
                                new LabelledValue("Relay state", names.relayState())))
                .toList();
    }
}
