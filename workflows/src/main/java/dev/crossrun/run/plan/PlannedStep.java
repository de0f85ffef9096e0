package dev.crossrun.run.plan;

import dev.crossrun.run.step.Reversibility;
import java.util.List;

/**
 * What a run would do at one step.
 *
 * @param resource the name or ARN of the resource
 * @param detail one sentence for the approver
 * @param changes what the step would write, resource by resource; empty if it writes nothing
 */
public record PlannedStep(
        String step, Action action, String resource, String detail, Reversibility reversibility, List<Change> changes) {
    public PlannedStep {
        changes = changes == null ? List.of() : List.copyOf(changes);
    }

    /** The same line, with what the step would write. */
    public PlannedStep writing(List<Change> written) {
        return new PlannedStep(step, action, resource, detail, reversibility, written);
    }

    /** What would be done. */
    public enum Action {
        CREATE,
        /** Use a resource that is not ours, as the request allows. */
        ADOPT,
        /** Nothing: it is there already, with our mark or just as it is wanted. */
        KEEP,
        HUMAN,
        CHECK
    }
}
