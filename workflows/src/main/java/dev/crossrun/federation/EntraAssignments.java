package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Assignment;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.EntraActivities.RemovableAssignment;
import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.Cancellation;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.Undo;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.task.Reason;
import io.temporal.failure.ActivityFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Step {@code entra-assignments}: who may use the Entra application; a person assigns where the worker has no permission for it. */
final class EntraAssignments {
    private final Step step;
    private final ConnectFederationRequest request;
    private final EntraBranch branch;
    private final Application application;

    EntraAssignments(Step step, ConnectFederationRequest request, EntraBranch branch) {
        this.step = step;
        this.request = request;
        this.branch = branch;
        this.application = branch.application();
    }

    /** {@code before}: ids of those who were assigned when the plan was made. */
    void assign(People people, List<String> before) {
        List<Principal> principals = principals(request, people);
        try {
            principals.forEach(principal -> assign(principal, before));
        } catch (ActivityFailure failure) {
            Cancellation.propagate(failure);
            if (!FailureType.error(failure).code().equals(Optional.of(EntraActivities.NOT_GRANTED))) {
                throw failure;
            }
            principals.forEach(principal -> step.neverHappened(key(principal)));
            assignInConsole(
                    principals,
                    FailureType.message(failure)
                            + FailureType.error(failure)
                                    .remedy()
                                    .map(remedy -> ".\nWhat would let it: " + remedy)
                                    .orElse(""));
        }
        step.detail(names(principals) + " may sign in to " + application.name());
    }

    /** The groups and users of the request as they are in the tenant. */
    static List<Principal> principals(ConnectFederationRequest request, People people) {
        ConnectFederationRequest.Assign assign = request.entra().assign().orElseThrow();
        Stream<Principal> users = people.users().stream()
                .filter(user -> assign.users().stream().anyMatch(user.signInName()::equalsIgnoreCase))
                .map(user -> new Principal("User", user.id(), user.signInName()));
        return Stream.concat(people.groups().stream(), users).toList();
    }

    private void assign(Principal principal, List<String> before) {
        Optional<Found> planned =
                Optional.of(Found.unmarked(Map.of())).filter(found -> before.contains(principal.id()));
        Assignment assignment = new Assignment(application, principal);
        step.effect(
                key(principal),
                Expected.kept(planned),
                () -> step.call(EntraActivities.class, "Look for the assignment of " + principal.name())
                        .findAssignment(assignment),
                () -> {
                    step.call(EntraActivities.class, "Assign " + principal.name())
                            .assign(assignment);
                    return principal;
                },
                branch.unlessInUse(
                        step,
                        preview -> step.call(
                                        EntraActivities.class,
                                        Undo.purpose(preview, "the assignment of " + principal.name()))
                                .unassign(new RemovableAssignment(assignment, preview))));
    }

    private String key(Principal principal) {
        return application.name() + " " + principal.type() + "/" + principal.id();
    }

    private void assignInConsole(List<Principal> principals, String why) {
        String left = names(principals.stream()
                .filter(principal -> !step.stands(key(principal)))
                .toList());
        step.ask(
                new EntraTasks(request).assign(application, names(principals), why),
                answer -> checkAssigned(principals));
        step.verified("API", "Assignments of " + names(principals), application.servicePrincipalId());
        if (!left.isEmpty()) {
            Removal kept = Removal.kept("By hand: Microsoft Entra admin center, Enterprise apps, " + application.name()
                    + ", Users and groups: select whom nobody assigned before this run, Remove assignment");
            step.byHand(
                    "Assigned by hand to " + application.name() + ": " + left,
                    branch.withApplication(step, preview -> kept));
        }
    }

    private Checked<List<Principal>> checkAssigned(List<Principal> principals) {
        List<String> assigned =
                step.promptCall(EntraActivities.class, "List who is assigned").assigned(application);
        List<Principal> missing = principals.stream()
                .filter(principal -> !assigned.contains(principal.id()))
                .toList();
        return missing.isEmpty()
                ? Checked.accepted(principals, Map.of())
                : Checked.refused(new Reason("", "NOT_ASSIGNED", "Entra does not list as assigned: " + names(missing)));
    }

    private static String names(List<Principal> principals) {
        return principals.stream().map(Principal::name).collect(Collectors.joining(", "));
    }
}
