package dev.crossrun.runbook.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.activity.PermissionSetActivities.Details;
import dev.crossrun.activity.PermissionSetActivities.Held;
import dev.crossrun.activity.Removals;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.DurationText;
import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives the access, account by account: from the first one on its end is armed, whatever becomes of the others. */
final class GrantStep extends AccessStep<List<Lease>> {
    private static final Duration GIVING = Duration.ofMinutes(20);

    private final AccessPreflight seen;
    private final AccessWindow window;

    GrantStep(
            RunInput<TemporaryAccessRequest> input,
            AccessPreflight seen,
            AccessWindow window,
            ApprovalStep approval,
            StartStep start) {
        super(
                StepDefinition.automated("grant", "Give the access", SYSTEM)
                        .undone("Removed at the end of the access")
                        .notRedoable(),
                input);
        this.seen = seen;
        this.window = window;
        after(approval, start);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        String what = request().access().stream()
                .map(each -> each.permissionSet() + " on "
                        + each.accountIds().stream().map(Object::toString).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return Optional.of(line(
                        Action.CREATE,
                        request().user() + ": " + what,
                        "For " + DurationText.of(request().duration()) + " from "
                                + request().startAt().map(AccessStep::text).orElse("the approval") + ": "
                                + request().reason())
                .writing(changes(preflight)));
    }

    /** The user and the permission sets as they are, then each assignment. */
    private List<Change> changes(Preflight preflight) {
        return Stream.of(
                        seen.user(preflight).stream().map(GrantStep::change),
                        seen.sets(preflight).stream().map(Details::stays),
                        request().access().stream()
                                .flatMap(access -> access.accountIds().stream()
                                        .map(account -> change(preflight, access.permissionSet(), account))))
                .flatMap(each -> each)
                .toList();
    }

    private static Change change(User user) {
        return Change.keep(
                "User " + user.username() + " of the identity store",
                values().put("id", user.id())
                        .put("primaryEmail", user.primaryEmail().orElse(""))
                        .put("enabled", user.enabled()));
    }

    private Change change(Preflight preflight, String set, AccountId account) {
        String resource = "Permission set " + set + " on " + account + " for the user "
                + request().user();
        ObjectNode wanted = values().put(
                        "from", request().startAt().map(AccessStep::text).orElse("the approval"))
                .put(
                        "until",
                        request()
                                .startAt()
                                .map(from -> text(from.plus(request().duration())))
                                .orElse(DurationText.of(request().duration()) + " after the approval"))
                .put("reason", request().reason());
        List<Held> there = seen.held(preflight).stream()
                .filter(has ->
                        has.permissionSet().name().equals(set) && has.account().equals(account))
                .toList();
        if (there.stream().anyMatch(has -> has.group().isEmpty())) {
            return Change.keep(resource, "assigned already, by another run or for good: it stays after the end");
        }
        return there.isEmpty()
                ? Change.create(resource, wanted)
                : Change.replace(resource, TextNode.valueOf("through a group, which stays"), wanted);
    }

    /** The leases, given or attempted. */
    @Override
    protected List<Lease> run(StepContext context) {
        Instant now = context.now();
        window.open(
                request().startAt().filter(now::isBefore).orElse(now), request().duration());
        context.takeOverAborts(
                "The access was given for a time: it ends with the run, and cannot be left. Abort with UNDO ends it now.",
                abort -> window.end(
                        context.now(),
                        "Ended by " + abort.by().actor().name()
                                + abort.comment().map(text -> ": " + text).orElse("")));
        context.letOthersBegin();
        List<Lease> leases = seen.wanted().stream().map(this::lease).toList();
        boolean all = context.unless(
                window::until,
                "The access ends",
                window::isEnded,
                () -> context.retrying(() -> context.effects(batch(context, leases))));
        context.detail(
                all ? "Given until " + text(window.until()) : "Not everything was given before the access ended");
        return leases;
    }

    private Batch<Lease> batch(StepContext context, List<Lease> leases) {
        return new Batch<>(
                leases,
                Lease::what,
                Lease::what,
                lease -> Expected.anything(),
                some -> some.stream().map(any -> Found.absent()).toList(),
                some -> context.batch(LeaseActivities.class, "Give " + number(some), GIVING)
                        .take(some.stream()
                                .map(lease -> lease.until(window.until()))
                                .toList()),
                Removals::undo);
    }

    private static String number(List<Lease> some) {
        return some.size() == 1 ? some.get(0).access() : "access to " + some.size() + " accounts";
    }

    private Lease lease(AccountAssignment assignment) {
        String run =
                Workflow.getInfo().getWorkflowId() + ":" + Workflow.getInfo().getRunId();
        return new Lease(
                run + "/" + assignment.account(),
                run,
                assignment,
                window.until(),
                request().endsSessions(),
                seen.session(assignment.permissionSet()));
    }
}
