package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Assignment;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.ByPerson;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.LabelledValue;
import dev.crossrun.run.task.Link;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may use the Entra application; a person assigns where the worker has no permission for it. */
final class EntraAssignmentsStep extends FederationStep<Done> {
    private static final Duration ASSIGNING = Duration.ofMinutes(10);

    private final EntraSeen entra;
    private final Supplier<Optional<EntraApplicationStep.Made>> made;
    private final Look<List<String>> assigned = Look.maybe("/entra/assign", this::look);

    EntraAssignmentsStep(RunInput<ConnectFederationRequest> input, EntraSeen entra, EntraApplicationStep application) {
        super(
                StepDefinition.automated("entra-assignments", "Assign people to the Entra application", "ENTRA")
                        .undone("The assignments that this run made are removed, unless people sign in by them"),
                input);
        this.entra = entra;
        this.made = valueIfAsked(application);
    }

    @Override
    protected boolean asked() {
        return request().entra().assign().isPresent();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        List<String> ids = assigned.in(preflight).orElse(List.of());
        List<Principal> principals = entra.people
                .in(preflight)
                .map(people -> EntraSeen.principals(request(), people))
                .orElse(List.of());
        long there = principals.stream()
                .filter(principal -> ids.contains(principal.id()))
                .count();
        ConnectFederationRequest.Assign assign = request().entra().assign().orElseThrow();
        List<String> wanted =
                Stream.concat(assign.groups().stream(), assign.users().stream()).toList();
        Set<String> present = principals.stream()
                .filter(principal -> ids.contains(principal.id()))
                .map(EntraAssignmentsStep::name)
                .collect(Collectors.toSet());
        List<Change> changes = Stream.concat(
                        assign.groups().stream().map(name -> change("Group ", name, present)),
                        assign.users().stream().map(name -> change("User ", name, present)))
                .toList();
        entra.grants.in(preflight);
        return several(
                entra.mayAssign() ? Action.CREATE : Action.HUMAN,
                String.join(", ", wanted),
                "May sign in to " + request().applicationShown(),
                there,
                wanted.size(),
                changes);
    }

    private Change change(String kind, String name, Set<String> present) {
        String assigned = "assigned to the Entra application " + request().applicationShown();
        return present.contains(name.toLowerCase(Locale.ROOT))
                ? Change.keep(kind + name, assigned)
                : Change.create(kind + name, assigned);
    }

    /** Entra does not compare case. */
    private static String name(Principal principal) {
        return principal.name().toLowerCase(Locale.ROOT);
    }

    private Optional<List<String>> look(Preflight preflight) {
        return entra.application(preflight)
                .map(preflight.call(EntraActivities.class, "List who is assigned already")::assigned);
    }

    @Override
    protected Done run(StepContext step) {
        EntraApplicationStep.Made inUse = entra.inUse(made.get());
        Application application = inUse.application();
        List<String> before =
                assigned.seen().filter(seen -> entra.saw(application)).orElse(List.of());
        List<Assignment> wanted = EntraSeen.principals(
                        request(), entra.people.seen().orElseThrow())
                .stream()
                .map(principal -> new Assignment(application, principal))
                .toList();
        step.effects(
                new Batch<>(
                        wanted,
                        EntraAssignmentsStep::key,
                        each -> each.principal().name(),
                        each -> Expected.kept(Optional.of(Found.unmarked(Map.of()))
                                .filter(found ->
                                        before.contains(each.principal().id()))),
                        some -> step.batch(
                                        EntraActivities.class, "Look for the assignment of " + people(some), ASSIGNING)
                                .findAssignments(some),
                        some -> step.batch(EntraActivities.class, "Assign " + people(some), ASSIGNING)
                                .assign(some),
                        each -> IdentitySourceStep.unlessInUse(Removals.undo(each))
                                .inside(inUse.key())),
                byPerson(step, inUse));
        step.detail(names(wanted) + " may sign in to " + application.name());
        return Done.DONE;
    }

    private ByPerson<Assignment> byPerson(StepContext step, EntraApplicationStep.Made inUse) {
        Application application = inUse.application();
        return new ByPerson<>(
                failure -> failure.code().equals(Optional.of(EntraActivities.NOT_GRANTED)),
                (wanted, why) -> task(application, names(wanted), why),
                wanted -> missing(step, application, wanted),
                "Entra does not list as assigned: ",
                application.servicePrincipalId(),
                who -> "Assigned by hand to " + application.name() + ": " + who,
                IdentitySourceStep.unlessInUse(Undo.byHand("By hand: Microsoft Entra admin center, Enterprise apps, "
                                + application.name()
                                + ", Users and groups: select the people who were not assigned before this run, Remove"
                                + " assignment"))
                        .togetherWith(inUse.key()));
    }

    /** In the exact words of the console (Microsoft Entra, "Assign users and groups to an application"). */
    private static TaskSpec task(Application application, String who, FailureView why) {
        return new TaskSpec(
                "Assign people to the Entra application",
                """
                The worker could not: %s

                1. Open the Microsoft Entra admin center → *Entra ID* → *Enterprise apps* → *%s*.
                2. *Users and groups* → *Add user/group*: %s. Members of groups within these groups are not assigned.
                3. *Assign*, then confirm here.
                """.formatted(sentence(why), MarkdownText.escaped(application.name()), MarkdownText.escaped(who)),
                List.of(new LabelledValue("Application id", application.appId())),
                List.of(),
                List.of(new Link("Open the Microsoft Entra admin center", "https://entra.microsoft.com/")),
                List.of(Forms.answer(Console.CONFIRM, "They are assigned")));
    }

    private static String sentence(FailureView why) {
        return MarkdownText.escaped(why.message())
                + why.remedy()
                        .map(remedy -> ".\nWhat would allow it: " + remedy)
                        .orElse("");
    }

    private static String key(Assignment each) {
        Principal principal = each.principal();
        return each.application().name() + " " + principal.type() + "/" + principal.id();
    }

    private static List<Assignment> missing(StepContext step, Application application, List<Assignment> wanted) {
        List<String> there =
                step.promptCall(EntraActivities.class, "List who is assigned").assigned(application);
        return wanted.stream()
                .filter(each -> !there.contains(each.principal().id()))
                .toList();
    }

    private static String people(List<Assignment> some) {
        return some.size() == 1 ? "a user or group" : some.size() + " users and groups";
    }

    private static String names(List<Assignment> some) {
        return some.stream().map(each -> each.principal().name()).collect(Collectors.joining(", "));
    }
}
