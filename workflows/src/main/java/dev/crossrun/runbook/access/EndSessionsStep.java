package dev.crossrun.runbook.access;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities;
import dev.crossrun.activity.PermissionSetActivities.Details;
import dev.crossrun.domain.AccountId;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.lease.SessionPolicy;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.timer.NamedTimer;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends the sessions that are still open, before the access is removed. It never delays the removal. */
final class EndSessionsStep extends AccessStep<Done> {
    private static final String ID = "end-sessions";

    private static final Duration ENDING = Duration.ofMinutes(20);

    /** How long the removal of the access waits for this step. */
    private static final Duration HEAD_START = Duration.ofMinutes(1);

    private final AccessPreflight seen;
    private final Supplier<List<Lease>> leases;

    EndSessionsStep(RunInput<TemporaryAccessRequest> input, AccessPreflight seen, GrantStep grant, WindowStep window) {
        super(
                StepDefinition.automated(ID, "End open sessions", SYSTEM)
                        .undone("The set's inline policy denies them everything until the longest of them has expired;"
                                + " then the statement is removed")
                        .notRedoable(),
                input);
        this.seen = seen;
        after(window);
        this.leases = valueOf(grant);
    }

    @Override
    protected boolean asked() {
        return request().endsSessions();
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return Optional.of(line(
                        Action.CREATE,
                        String.join(", ", request().permissionSets()),
                        "At the end the inline policy denies everything to sessions of "
                                + request().user()
                                + " that are open. Sessions of roles that were assumed from them go on")
                .writing(changes(preflight)));
    }

    /** The statements stay until the longest session has expired. */
    private List<Change> changes(Preflight preflight) {
        Optional<User> user = seen.user(preflight);
        return seen.sets(preflight).stream()
                .flatMap(set -> user.stream().map(there -> change(set, there)))
                .toList();
    }

    private Change change(Details set, User user) {
        List<AccountId> accounts = request().access().stream()
                .filter(each -> each.permissionSet().equals(set.permissionSet().name()))
                .flatMap(each -> each.accountIds().stream())
                .toList();
        return new Change(
                "Inline policy of the permission set " + set.permissionSet().name(),
                set.inlinePolicy().map(Change::document),
                Optional.of(SessionPolicy.planned(set.inlinePolicy(), user.id(), accounts, Change.knownAfter(ID))));
    }

    @Override
    protected Done run(StepContext context) {
        List<Lease> all = leases.get();
        CancellationScope headStart = Workflow.newCancellationScope(
                () -> NamedTimer.start(HEAD_START, "Head start for the end of the sessions")
                        .thenApply(over -> {
                            context.letOthersBegin();
                            return true;
                        }));
        headStart.run();
        context.retrying(() -> end(context, all));
        headStart.cancel();
        return Done.DONE;
    }

    private static void end(StepContext context, List<Lease> all) {
        List<ItemResult> results;
        try {
            results = context.batch(LeaseActivities.class, "End the open sessions", ENDING)
                    .endSessions(all);
        } finally {
            context.letOthersBegin();
        }
        List<FailureView> failures =
                results.stream().flatMap(result -> result.failure().stream()).toList();
        if (!failures.isEmpty()) {
            throw FailureType.ofItems(
                    all.stream()
                            .filter(lease ->
                                    results.get(all.indexOf(lease)).failure().isPresent())
                            .map(Lease::what)
                            .toList(),
                    failures);
        }
        long ended = results.stream()
                .filter(result -> result.outcome() == ItemResult.Outcome.DONE)
                .count();
        context.detail("Sessions ended on " + ended + " of " + all.size() + " accounts");
    }

    @Override
    protected List<Offer> offers() {
        return List.of(skip(Done.DONE));
    }
}
