package dev.crossrun.engine;

import dev.crossrun.run.step.StepDefinition;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Somebody other than the requester approves the plan: nothing changes before. */
public final class ApprovalStep extends Step<Done> {
    private final String warning;
    private Optional<Supplier<String>> recipient = Optional.empty();

    /** {@code system}: the runbook's own word; {@code warning}: what the approver must know besides the plan. */
    public ApprovalStep(String system, String warning, PlanStep plan) {
        super(StepDefinition.human("approve-plan", "Approve the plan", system).notRedoable());
        this.warning = warning;
        after(plan);
    }

    /** The person who would benefit cannot approve either: the name of that person. */
    public ApprovalStep notBy(Supplier<String> name) {
        recipient = Optional.of(name);
        return this;
    }

    @Override
    Consumer<StepContext> body(Procedure procedure, Planning planning) {
        return context -> {
            recipient.ifPresent(name -> context.neverBy(name.get()));
            planning.approval(context, warning);
            done(Done.DONE);
        };
    }

    @Override
    protected Done run(StepContext context) {
        throw new IllegalStateException("the engine asks");
    }
}
