package dev.crossrun.engine;

/** Reads what is there and says what the run would do. Changes nothing. */
@FunctionalInterface
public interface Planner {
    PlanDraft plan(StepContext step);
}
