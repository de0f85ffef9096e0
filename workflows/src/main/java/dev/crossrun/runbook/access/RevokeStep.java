package dev.crossrun.runbook.access;

import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.step.StepDefinition;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Takes the access back, each account by itself, for ever if it must be. */
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
                StepDefinition.automated("revoke", "Take the access back", SYSTEM)
                        .notUndone("to give it again takes another run")
                        .notRedoable(),
                input);
        this.grant = grant;
        this.window = window;
        after(grant, open);
        afterClaim(sessions);
    }

    /** What became of each lease, by its words. */
    @Override
    protected Map<String, EffectState> run(StepContext context) {
        Map<String, EffectState> states = context.takeBack(grant);
        long kept = states.values().stream().filter(EffectState.KEPT::equals).count();
        Duration overrun = Duration.between(window.until(), context.now());
        context.detail("Taken back at " + text(context.now())
                + (kept == 0 ? "" : "; " + kept + " kept: the events say why")
                + (overrun.compareTo(Duration.ofMinutes(1)) < 0
                        ? ""
                        : "; " + overrun.truncatedTo(ChronoUnit.SECONDS) + " after its time"));
        return states;
    }
}
