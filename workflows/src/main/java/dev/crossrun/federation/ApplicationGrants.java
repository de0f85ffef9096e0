package dev.crossrun.federation;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.ApplicationAssignments;
import dev.crossrun.activity.IdentityCenterActivities.Assignment;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.RemovableAssignment;
import dev.crossrun.engine.Cancellation;
import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.Undo;
import dev.crossrun.run.task.Reason;
import io.temporal.failure.ActivityFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Step {@code application-access}: who may open the application; a person assigns where the API does not take this kind of application. */
final class ApplicationGrants {
    private final Step step;
    private final ApplicationMetadata application;
    private final IdentityCenterActivities.Instance center;

    ApplicationGrants(Step step, ApplicationMetadata application, IdentityCenterActivities.Instance center) {
        this.step = step;
        this.application = application;
        this.center = center;
    }

    void grant(List<Principal> principals) {
        try {
            principals.forEach(this::assign);
        } catch (ActivityFailure failure) {
            Cancellation.propagate(failure);
            if (!refusesTheKind(failure)) {
                throw failure;
            }
            principals.forEach(principal -> step.neverHappened(key(principal)));
            assignInConsole(principals);
        }
        step.detail(names(principals) + " may open " + application.applicationName());
    }

    /** Observed of applications that the console alone can make (sso-admin, ValidationException). */
    private static boolean refusesTheKind(ActivityFailure failure) {
        return FailureType.error(failure).code().equals(Optional.of(IdentityCenterActivities.REFUSED_KIND))
                && FailureType.message(failure).contains(IdentityCenterActivities.REFUSED_KIND_SAYING);
    }

    private void assign(Principal principal) {
        Assignment assignment = new Assignment(center, application.applicationArn(), principal);
        step.effect(
                key(principal),
                Expected.anything(),
                () -> step.call(IdentityCenterActivities.class, "Look for the assignment of " + principal.name())
                        .findAssignment(assignment),
                () -> {
                    step.call(IdentityCenterActivities.class, "Assign " + principal.name())
                            .assign(assignment);
                    return principal;
                },
                Undo.one(preview -> step.call(
                                IdentityCenterActivities.class,
                                Undo.purpose(preview, "the assignment of " + principal.name()))
                        .unassign(new RemovableAssignment(assignment, preview))));
    }

    private String key(Principal principal) {
        return application.applicationArn() + " " + principal.type() + "/" + principal.id();
    }

    private void assignInConsole(List<Principal> principals) {
        String left = names(principals.stream()
                .filter(principal -> !step.stands(key(principal)))
                .toList());
        List<String> who = principals.stream().map(Principal::name).toList();
        step.ask(FederationTasks.assign(application.applicationName(), who), answer -> checkAssigned(principals));
        step.verified("API", "Assignments of " + names(principals), application.applicationArn());
        if (!left.isEmpty()) {
            step.byHand(
                    "Assigned by hand to " + application.applicationName() + ": " + left,
                    Undo.never("By hand: IAM Identity Center, Applications, Customer managed, "
                            + application.applicationName() + ", Assigned users and groups: select whom nobody assigned"
                            + " before this run, Remove access"));
        }
    }

    private Checked<List<Principal>> checkAssigned(List<Principal> principals) {
        List<String> assigned = step.promptCall(IdentityCenterActivities.class, "List who is assigned")
                .applicationAssignments(new ApplicationAssignments(center, application.applicationArn()));
        List<Principal> missing = principals.stream()
                .filter(principal -> !assigned.contains(principal.id()))
                .toList();
        return missing.isEmpty()
                ? Checked.accepted(principals, Map.of())
                : Checked.refused(new Reason(
                        "", "NOT_ASSIGNED", "IAM Identity Center does not list as assigned: " + names(missing)));
    }

    private static String names(List<Principal> principals) {
        return String.join(", ", principals.stream().map(Principal::name).toList());
    }
}
