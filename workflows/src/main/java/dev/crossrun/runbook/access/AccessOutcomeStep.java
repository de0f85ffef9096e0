package dev.crossrun.runbook.access;

import dev.crossrun.activity.CloudTrailActivities.Actions;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Writes who had which access, from when to when. */
final class AccessOutcomeStep extends AccessStep<TemporaryAccessOutcome> {
    private final AccessWindow window;
    private final WindowStep open;
    private final Supplier<Map<String, EffectState>> revoked;
    private final Supplier<Actions> activity;

    AccessOutcomeStep(
            RunInput<TemporaryAccessRequest> input,
            AccessWindow window,
            WindowStep open,
            RevokeStep revoke,
            ActivityStep activity) {
        super(StepDefinition.check("outcome", "Write the outcome", "ALL").notRedoable(), input);
        this.window = window;
        this.open = open;
        this.revoked = valueOf(revoke);
        this.activity = valueOf(activity);
    }

    @Override
    protected TemporaryAccessOutcome run(StepContext context) {
        Actions actions = activity.get();
        TemporaryAccessOutcome outcome = new TemporaryAccessOutcome(
                request().user().value(),
                window.from().orElseThrow(),
                window.until(),
                window.endedBy(),
                open.approvedBy(),
                named(EffectState.UNDONE),
                named(EffectState.KEPT),
                named(EffectState.NEVER_HAPPENED),
                request().endsSessions(),
                actions.actions().size(),
                (int) actions.actions().stream()
                        .filter(action -> action.error().isPresent())
                        .count(),
                actions.incomplete());
        context.outcome(outcome);
        context.detail(request().user() + " had the access from " + text(outcome.from()));
        return outcome;
    }

    private List<String> named(EffectState state) {
        return revoked.get().entrySet().stream()
                .filter(each -> each.getValue() == state)
                .map(Map.Entry::getKey)
                .toList();
    }
}
