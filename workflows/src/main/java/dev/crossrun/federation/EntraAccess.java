package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Assignment;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Batch;
import dev.crossrun.engine.ByPerson;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.failure.FailureView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Step {@code entra-assignments}: who may use the Entra application; a person assigns where the worker has no permission for it. */
final class EntraAccess {
    private static final Duration ASSIGNING = Duration.ofMinutes(10);

    private final StepContext step;
    private final ConnectFederationRequest request;
    private final EntraBranch branch;
    private final Application application;

    EntraAccess(StepContext step, ConnectFederationRequest request, EntraBranch branch) {
        this.step = step;
        this.request = request;
        this.branch = branch;
        this.application = branch.application();
    }

    /** {@code before}: ids of those who were assigned when the plan was made. */
    void assign(People people, List<String> before) {
        List<Assignment> wanted = principals(request, people).stream()
                .map(principal -> new Assignment(application, principal))
                .toList();
        step.effects(
                new Batch<>(
                        wanted,
                        this::key,
                        each -> each.principal().name(),
                        each -> Expected.kept(Optional.of(Found.unmarked(Map.of()))
                                .filter(found ->
                                        before.contains(each.principal().id()))),
                        some -> step.batch(
                                        EntraActivities.class, "Look for the assignment of " + people(some), ASSIGNING)
                                .findAssignments(some),
                        some -> step.batch(EntraActivities.class, "Assign " + people(some), ASSIGNING)
                                .assign(some),
                        each -> branch.unlessInUse(Undo.by(Removals.of(each)).inside(branch.key()))),
                byPerson());
        step.detail(names(wanted) + " may sign in to " + application.name());
    }

    private ByPerson<Assignment> byPerson() {
        return new ByPerson<>(
                failure -> failure.code().equals(Optional.of(EntraActivities.NOT_GRANTED)),
                (wanted, why) -> new EntraTasks(request).assign(application, names(wanted), sentence(why)),
                this::missing,
                "Entra does not list as assigned: ",
                application.servicePrincipalId(),
                who -> "Assigned by hand to " + application.name() + ": " + who,
                branch.unlessInUse(Undo.byHand("By hand: Microsoft Entra admin center, Enterprise apps, "
                                + application.name()
                                + ", Users and groups: select the people whom nobody assigned before this run, Remove"
                                + " assignment")
                        .togetherWith(branch.key())));
    }

    private static String sentence(FailureView why) {
        return why.message()
                + why.remedy()
                        .map(remedy -> ".\nWhat would allow it: " + remedy)
                        .orElse("");
    }

    /** The groups and users of the request as they are in the tenant. */
    static List<Principal> principals(ConnectFederationRequest request, People people) {
        ConnectFederationRequest.Assign assign = request.entra().assign().orElseThrow();
        Stream<Principal> users = people.users().stream()
                .filter(user -> assign.users().stream().anyMatch(user.signInName()::equalsIgnoreCase))
                .map(user -> new Principal("User", user.id(), user.signInName()));
        return Stream.concat(people.groups().stream(), users).toList();
    }

    private String key(Assignment each) {
        return application.name() + " " + each.principal().type() + "/"
                + each.principal().id();
    }

    private List<Assignment> missing(List<Assignment> wanted) {
        List<String> assigned =
                step.promptCall(EntraActivities.class, "List who is assigned").assigned(application);
        return wanted.stream()
                .filter(each -> !assigned.contains(each.principal().id()))
                .toList();
    }

    private static String people(List<Assignment> some) {
        return some.size() == 1 ? names(some) : some.size() + " users and groups";
    }

    private static String names(List<Assignment> some) {
        return some.stream().map(each -> each.principal().name()).collect(Collectors.joining(", "));
    }
}
