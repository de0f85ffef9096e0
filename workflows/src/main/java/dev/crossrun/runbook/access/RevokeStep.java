package dev.crossrun.runbook.access;

import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.step.StepDefinition;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Removes the access, each account on its own. It tries until it succeeds, without limit. */
final class RevokeStep extends AccessStep<Map<String, EffectState>> {
    private final GrantStep grant;
    private final AccessWindow window;

    RevokeStep(
            RunInput<TemporaryAccessRequest> input,
            AccessWindow window,
            GrantStep grant,
            WindowStep open,
            EndSessionsStep sessions) {
        super(
                StepDefinition.automated("revoke", "Remove the access", SYSTEM)
                        .notUndone("to give it again takes another run")
                        .notRedoable(),
                input);
        this.grant = grant;
        this.window = window;
        after(grant, open);
        afterClaim(sessions);
    }

    /** The final state of each lease, by its text. */
    @Override
    protected Map<String, EffectState> run(StepContext context) {
        Map<String, EffectState> states = context.removeEffectsOf(grant);
        long kept = states.values().stream().filter(EffectState.KEPT::equals).count();
        Duration overrun = Duration.between(window.until(), context.now());
        context.detail("Removed at " + text(context.now())
                + (kept == 0 ? "" : "; " + kept + " kept: the events say why")
                + (overrun.compareTo(Duration.ofMinutes(1)) < 0
                        ? ""
                        : "; " + overrun.truncatedTo(ChronoUnit.SECONDS) + " after the end of the window"));
        return states;
    }
}
