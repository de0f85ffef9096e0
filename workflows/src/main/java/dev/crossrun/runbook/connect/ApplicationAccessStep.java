package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.ApplicationAssignments;
import dev.crossrun.activity.IdentityCenterActivities.Assignment;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.ByPerson;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may open the application; a person assigns where the API does not take this kind of application. */
final class ApplicationAccessStep extends FederationStep<Done> {
    private static final Duration ASSIGNING = Duration.ofMinutes(10);

    private final FederationPreflight seen;
    private final Supplier<ConnectApplicationStep.Added> application;
    private final Supplier<Optional<Principals>> provisioned;

    ApplicationAccessStep(
            RunInput<ConnectFederationRequest> input,
            FederationPreflight seen,
            ConnectApplicationStep application,
            EntraProvisioningStep provisioning) {
        super(
                StepDefinition.automated("application-access", "Assign people to the application", "IDENTITY_CENTER")
                        .undone("The assignments that this run made are removed"),
                input);
        this.seen = seen;
        this.application = valueOf(application);
        this.provisioned = valueIfAsked(provisioning);
        after(application, provisioning);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        List<String> groups = request().access().groups();
        List<String> users =
                request().access().users().stream().map(Object::toString).toList();
        List<Change> changes = Stream.concat(
                        groups.stream().map(name -> "Group " + name),
                        users.stream().map(name -> "User " + name))
                .map(who -> Change.create(who, "assigned to the application Amazon Connect of IAM Identity Center"))
                .toList();
        return planned(
                Action.CREATE,
                String.join(", ", Stream.concat(groups.stream(), users.stream()).toList()),
                "May open the application",
                changes.toArray(Change[]::new));
    }

    @Override
    protected Done run(StepContext step) {
        ConnectApplicationStep.Added added = application.get();
        List<Assignment> wanted = principals(
                        provisioned.get().or(seen.principals::seen).orElseThrow())
                .map(principal -> new Assignment(seen.center(), added.arn(), principal))
                .toList();
        step.effects(
                new Batch<>(
                        wanted,
                        ApplicationAccessStep::key,
                        each -> each.principal().name(),
                        each -> Expected.anything(),
                        some -> step.batch(
                                        IdentityCenterActivities.class,
                                        "Look for the assignment of " + people(some),
                                        ASSIGNING)
                                .findAssignments(some),
                        some -> step.batch(IdentityCenterActivities.class, "Assign " + people(some), ASSIGNING)
                                .assign(some),
                        Removals::undo),
                byPerson(step, added));
        step.detail(names(wanted) + " may open " + added.name());
        return Done.DONE;
    }

    private Stream<Principal> principals(Principals there) {
        Stream<Principal> groups = there.groups().stream()
                .filter(group -> request().access().groups().contains(group.name()));
        Stream<Principal> users = there.users().stream()
                .filter(user -> request().access().users().stream()
                        .anyMatch(name -> name.value().equals(user.username())))
                .map(user -> new Principal("USER", user.id(), user.username()));
        return Stream.concat(groups, users);
    }

    private ByPerson<Assignment> byPerson(StepContext step, ConnectApplicationStep.Added added) {
        String name = added.name();
        return new ByPerson<>(
                ApplicationAccessStep::refusesTheKind,
                (wanted, why) -> task(name, names(wanted)),
                wanted -> missing(step, added, wanted),
                "IAM Identity Center does not list as assigned: ",
                added.arn(),
                who -> "Assigned by hand to " + name + ": " + who,
                Undo.byHand("By hand: IAM Identity Center, Applications, Customer managed, " + name
                        + ", Assigned users and groups: select the people who were not assigned before this run, Remove"
                        + " access"));
    }

    /** In the exact words of the console (IAM Identity Center User Guide, "Customer managed applications"). */
    private static TaskSpec task(String applicationName, String who) {
        return TaskSpec.plain(
                "Assign people to " + applicationName,
                """
                IAM Identity Center's API does not assign people to this kind of application: do it in the console.

                1. Open IAM Identity Center → *Applications* → *Customer managed* → *%s*.
                2. *Assign users and groups*: %s.
                3. Confirm here.
                """.formatted(MarkdownText.escaped(applicationName), MarkdownText.escaped(who)),
                Forms.answer(Console.CONFIRM, "They are assigned"));
    }

    /** Observed of applications that the console alone can make (sso-admin, ValidationException). */
    private static boolean refusesTheKind(FailureView failure) {
        return failure.code().equals(Optional.of(IdentityCenterActivities.REFUSED_KIND))
                && failure.message().contains(IdentityCenterActivities.REFUSED_KIND_SAYING);
    }

    private List<Assignment> missing(StepContext step, ConnectApplicationStep.Added added, List<Assignment> wanted) {
        List<String> there = step.promptCall(IdentityCenterActivities.class, "List who is assigned")
                .applicationAssignments(new ApplicationAssignments(seen.center(), added.arn()));
        return wanted.stream()
                .filter(each -> !there.contains(each.principal().id()))
                .toList();
    }

    private static String key(Assignment each) {
        return each.applicationArn() + " " + each.principal().type() + "/"
                + each.principal().id();
    }

    private static String people(List<Assignment> some) {
        return some.size() == 1 ? "a user or group" : some.size() + " users and groups";
    }

    private static String names(List<Assignment> some) {
        return some.stream().map(each -> each.principal().name()).collect(Collectors.joining(", "));
    }
}
