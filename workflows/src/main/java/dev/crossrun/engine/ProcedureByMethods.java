package dev.crossrun.engine;

import dev.crossrun.run.step.StepDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A runbook as it is told to the engine: which method does which step, in the order of the catalogue. */
public final class ProcedureByMethods {
    private final Planning planning;
    private final List<StepDefinition> catalogue;
    private final List<StepState> steps = new ArrayList<>();

    ProcedureByMethods(Planning planning, List<StepDefinition> catalogue) {
        this.planning = planning;
        this.catalogue = List.copyOf(catalogue);
    }

    /** The step that plans, by reads alone. */
    public ProcedureByMethods plan(String id, Planner planner) {
        return step(id, step -> planning.plan(step, planner));
    }

    /** The step in which somebody other than the requester approves the plan. */
    public ProcedureByMethods approval(String id, String warning) {
        return step(id, step -> planning.approval(step, warning));
    }

    /** Says what does a step, and what it offers when it is stuck; a step that this run does without is passed over. */
    public ProcedureByMethods step(String id, StepBody body, Offer... offers) {
        if (catalogue.stream().noneMatch(step -> step.id().equals(id))) {
            return this;
        }
        StepDefinition next = catalogue.get(steps.size());
        if (!next.id().equals(id)) {
            throw new IllegalStateException("the catalogue has " + next.id() + " here, not " + id);
        }
        boolean skippable = Stream.of(offers).anyMatch(offer -> offer.next() == Offer.Next.GO_ON);
        if (next.skippable() != skippable) {
            throw new IllegalStateException("the catalogue says otherwise whether " + id + " can be skipped");
        }
        steps.add(new StepState(next, body, List.of(offers)));
        return this;
    }

    List<StepState> steps() {
        if (steps.size() != catalogue.size()) {
            throw new IllegalStateException(
                    "nothing does " + catalogue.get(steps.size()).id());
        }
        return List.copyOf(steps);
    }
}
