package dev.crossrun.federation;

import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.ApplicationAssignments;
import dev.crossrun.activity.IdentityCenterActivities.Assignment;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.Removals;
import dev.crossrun.engine.Batch;
import dev.crossrun.engine.ByPerson;
import dev.crossrun.engine.Expected;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.failure.FailureView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Step {@code application-access}: who may open the application; a person assigns where the API does not take this kind of application. */
final class ApplicationGrants {
    private static final Duration ASSIGNING = Duration.ofMinutes(10);

    private final StepContext step;
    private final ApplicationMetadata application;
    private final IdentityCenterActivities.Instance center;

    ApplicationGrants(StepContext step, ApplicationMetadata application, IdentityCenterActivities.Instance center) {
        this.step = step;
        this.application = application;
        this.center = center;
    }

    void grant(List<Principal> principals) {
        List<Assignment> wanted = principals.stream()
                .map(principal -> new Assignment(center, application.applicationArn(), principal))
                .toList();
        step.effects(
                new Batch<>(
                        wanted,
                        this::key,
                        each -> each.principal().name(),
                        each -> Expected.anything(),
                        some -> step.batch(
                                        IdentityCenterActivities.class,
                                        "Look for the assignment of " + people(some),
                                        ASSIGNING)
                                .findAssignments(some),
                        some -> step.batch(IdentityCenterActivities.class, "Assign " + people(some), ASSIGNING)
                                .assign(some),
                        each -> Undo.by(Removals.of(each))),
                byPerson());
        step.detail(names(wanted) + " may open " + application.applicationName());
    }

    private ByPerson<Assignment> byPerson() {
        String name = application.applicationName();
        return new ByPerson<>(
                ApplicationGrants::refusesTheKind,
                (wanted, why) -> FederationTasks.assign(
                        name,
                        wanted.stream().map(each -> each.principal().name()).toList()),
                this::missing,
                "IAM Identity Center does not list as assigned: ",
                application.applicationArn(),
                who -> "Assigned by hand to " + name + ": " + who,
                Undo.byHand("By hand: IAM Identity Center, Applications, Customer managed, " + name
                        + ", Assigned users and groups: select the people whom nobody assigned before this run, Remove"
                        + " access"));
    }

    /** Observed of applications that the console alone can make (sso-admin, ValidationException). */
    private static boolean refusesTheKind(FailureView failure) {
        return failure.code().equals(Optional.of(IdentityCenterActivities.REFUSED_KIND))
                && failure.message().contains(IdentityCenterActivities.REFUSED_KIND_SAYING);
    }

    private List<Assignment> missing(List<Assignment> wanted) {
        List<String> assigned = step.promptCall(IdentityCenterActivities.class, "List who is assigned")
                .applicationAssignments(new ApplicationAssignments(center, application.applicationArn()));
        return wanted.stream()
                .filter(each -> !assigned.contains(each.principal().id()))
                .toList();
    }

    private String key(Assignment each) {
        return application.applicationArn() + " " + each.principal().type() + "/"
                + each.principal().id();
    }

    private static String people(List<Assignment> some) {
        return some.size() == 1 ? names(some) : some.size() + " users and groups";
    }

    private static String names(List<Assignment> some) {
        return some.stream().map(each -> each.principal().name()).collect(Collectors.joining(", "));
    }
}
