package dev.crossrun.engine;

import dev.crossrun.run.step.StepDefinition;
import java.util.ArrayList;
import java.util.List;

/** A runbook as it is told to the engine: which method does which step, in the order of the catalogue. */
public final class Procedure {
    private final RunEngine engine;
    private final List<StepDefinition> catalogue;
    private final List<StepState> steps = new ArrayList<>();

    Procedure(RunEngine engine, List<StepDefinition> catalogue) {
        this.engine = engine;
        this.catalogue = List.copyOf(catalogue);
    }

    /** The step that plans, by reads alone. */
    public Procedure plan(String id, Planner planner) {
        return step(id, step -> engine.planning().plan(step, planner));
    }

    /** The step in which somebody other than the requester approves the plan. */
    public Procedure approval(String id, String warning) {
        return step(id, step -> engine.planning().approval(step, warning));
    }

    /** Says what does a step; one that this run does without is passed over. */
    public Procedure step(String id, StepBody body) {
        return step(id, body, Mending.none());
    }

    /** As {@link #step(String, StepBody)}, and what it offers when it is stuck. */
    public Procedure step(String id, StepBody body, Mending mending) {
        if (catalogue.stream().noneMatch(step -> step.id().equals(id))) {
            return this;
        }
        StepDefinition next = catalogue.get(steps.size());
        if (!next.id().equals(id)) {
            throw new IllegalStateException("the catalogue has " + next.id() + " here, not " + id);
        }
        if (next.skippable() != mending.skip().isPresent()) {
            throw new IllegalStateException("the catalogue says otherwise whether " + id + " can be skipped");
        }
        steps.add(new StepState(next, body, mending));
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
