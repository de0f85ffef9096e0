package dev.crossrun.run.step;

import java.util.List;
import java.util.Optional;

/**
 * A step as its runbook's catalogue has it.
 *
 * @param id lower-kebab, unique in the runbook
 * @param system the system it acts on, UPPER_SNAKE, the runbook's own word
 * @param dependsOn ids of the steps that must be finished before it
 * @param claimEnough those of them of which a person's claim is enough: evidence may still be looked for
 * @param redoable whether it may be redone once finished
 * @param skippable whether it may be skipped when stuck
 * @param adoptable whether a request may name it in {@code adopt}
 * @param undo how its effects are undone; else, beginning with "Not undone", why they are not and what a person can do
 * @param undoWarning what else an undo takes along; absent if nothing
 */
public record StepDefinition(
        String id,
        String title,
        String system,
        StepKind kind,
        Reversibility reversibility,
        List<String> dependsOn,
        List<String> claimEnough,
        boolean redoable,
        boolean skippable,
        boolean adoptable,
        String undo,
        Optional<String> undoWarning) {
    public StepDefinition {
        dependsOn = List.copyOf(dependsOn);
        claimEnough = List.copyOf(claimEnough);
    }

    /** Whether only a person can undo what it did. */
    public boolean irreversible() {
        return reversibility == Reversibility.IRREVERSIBLE;
    }

    /** A step that calls APIs. */
    public static Draft automated(String id, String title, String system) {
        return new Draft(id, title, system, StepKind.AUTOMATED);
    }

    /** A step that a person does. */
    public static Draft human(String id, String title, String system) {
        return new Draft(id, title, system, StepKind.HUMAN);
    }

    /** A step that reads and judges, or waits. */
    public static Draft check(String id, String title, String system) {
        return new Draft(id, title, system, StepKind.CHECK);
    }

    /** A definition to be: it changes nothing and may be redone, unless it says otherwise. */
    public static final class Draft {
        private static final String NOT_UNDONE = "Not undone: ";

        private final String id;
        private final String title;
        private final String system;
        private final StepKind kind;
        private Reversibility reversibility = Reversibility.READ_ONLY;
        private String undo = NOT_UNDONE + "it changes nothing";
        private Optional<String> undoWarning = Optional.empty();
        private boolean redoable = true;
        private boolean adoptable;

        private Draft(String id, String title, String system, StepKind kind) {
            this.id = id;
            this.title = title;
            this.system = system;
            this.kind = kind;
        }

        /** What it changes is undone: {@code how}, in a sentence. */
        public Draft undone(String how) {
            reversibility = Reversibility.REVERSIBLE;
            undo = how;
            return this;
        }

        /** What it changes stays: {@code why}, and what a person can do. */
        public Draft notUndone(String why) {
            reversibility = Reversibility.IRREVERSIBLE;
            undo = NOT_UNDONE + why;
            return this;
        }

        /** What else an undo takes along. */
        public Draft undoWarning(String warning) {
            undoWarning = Optional.of(warning);
            return this;
        }

        /** Once finished it stays so. */
        public Draft notRedoable() {
            redoable = false;
            return this;
        }

        /** Its resource has a mark or is found by its name, and so can be adopted. */
        public Draft adoptable() {
            adoptable = true;
            return this;
        }

        public String id() {
            return id;
        }

        public Reversibility reversibility() {
            return reversibility;
        }

        /** The step, after those; it may be skipped if it makes nothing, or if a person can create it instead. */
        public StepDefinition build(List<String> dependsOn, List<String> claimEnough, boolean skippable) {
            return new StepDefinition(
                    id,
                    title,
                    system,
                    kind,
                    reversibility,
                    dependsOn,
                    claimEnough,
                    redoable,
                    skippable,
                    adoptable,
                    undo,
                    undoWarning);
        }
    }
}
