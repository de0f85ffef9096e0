package dev.crossrun.engine;

import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A step of a small runbook that a test brings along: what it does is a lambda. */
final class SmallStep extends Step<Done> {
    private final Consumer<StepContext> body;

    SmallStep(StepDefinition.Draft definition, Consumer<StepContext> body, Step<?>... before) {
        super(definition);
        this.body = body;
        after(before);
    }

    /** The steps of a runbook: it looks, is approved, and then does {@code rest}. */
    static List<Step<?>> approved(String system, Function<ApprovalStep, List<? extends Step<?>>> rest) {
        PlanStep plan = new PlanStep("Look", system);
        ApprovalStep approval = new ApprovalStep(system, "Something will be done.", plan);
        return Stream.<Step<?>>concat(Stream.of(plan, approval), rest.apply(approval).stream())
                .toList();
    }

    /** The same step, which begins when a person claims to have done that one. */
    SmallStep afterClaimOf(Step<?> claimed) {
        afterClaim(claimed);
        return this;
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return Optional.of(line(PlannedStep.Action.CREATE, id(), "Do it"));
    }

    @Override
    protected Done run(StepContext context) {
        body.accept(context);
        return Done.DONE;
    }
}
