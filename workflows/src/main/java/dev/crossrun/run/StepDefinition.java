package dev.crossrun.run;

import java.util.List;
import java.util.Optional;

/**
 * A step as its runbook's catalogue has it.
 *
 * @param id lower-kebab, unique in the runbook
 * @param system the system it acts on, UPPER_SNAKE, the runbook's own word
 * @param dependsOn ids of the steps that must be finished before it
 * @param redoable whether it may be redone once finished
 * @param skippable whether it may be skipped when stuck
 * @param adoptable whether a request may name it in {@code adopt}
 * @param undo how its effects are taken back; else, beginning with "Not undone", why they are not and what a person can do
 * @param undoWarning what else an undo takes along; absent if nothing
 * @param activityTypes the Temporal activity types that only this step uses: a pending activity is told to belong to
 *     its step by its type, since Temporal lists nothing else
 */
public record StepDefinition(
        String id,
        String title,
        String system,
        StepKind kind,
        Reversibility reversibility,
        List<String> dependsOn,
        boolean redoable,
        boolean skippable,
        boolean adoptable,
        String undo,
        Optional<String> undoWarning,
        List<String> activityTypes) {
    public StepDefinition {
        dependsOn = List.copyOf(dependsOn);
        activityTypes = List.copyOf(activityTypes);
    }

    /** The same step in a run that does without some of the others. */
    public StepDefinition dependingOn(List<String> others) {
        return new StepDefinition(
                id,
                title,
                system,
                kind,
                reversibility,
                others,
                redoable,
                skippable,
                adoptable,
                undo,
                undoWarning,
                activityTypes);
    }

    /** Whether only a person can take back what it did. */
    public boolean irreversible() {
        return reversibility == Reversibility.IRREVERSIBLE;
    }
}
