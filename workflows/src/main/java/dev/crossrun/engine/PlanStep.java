package dev.crossrun.engine;

import dev.crossrun.run.step.StepDefinition;
import java.util.function.Consumer;

/** The first step of every runbook: lets all steps look at what is there, and makes the plan. Changes nothing. */
public class PlanStep extends Step<Done> {
    public static final String ID = "preflight";

    /** {@code system}: the runbook's own word. */
    public PlanStep(String title, String system) {
        super(StepDefinition.check(ID, title, system).notRedoable());
    }

    @Override
    final Consumer<StepContext> body(Procedure procedure, Planning planning) {
        return context -> {
            planning.plan(context, procedure);
            done(Done.DONE);
        };
    }

    @Override
    protected final Done run(StepContext context) {
        throw new IllegalStateException("the engine plans");
    }
}
