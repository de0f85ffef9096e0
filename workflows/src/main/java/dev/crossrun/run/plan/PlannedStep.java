package dev.crossrun.run.plan;

import dev.crossrun.run.step.Reversibility;

/**
 * What a run would do at one step.
 *
 * @param resource the name or ARN of the thing
 * @param detail one sentence for the approver
 */
public record PlannedStep(String step, Action action, String resource, String detail, Reversibility reversibility) {
    /** What would be done. */
    public enum Action {
        CREATE,
        /** Take over a thing that is not ours, as the request allows. */
        ADOPT,
        /** Nothing: it is there already, with our mark or just as it is wanted. */
        KEEP,
        HUMAN,
        CHECK
    }
}
