package dev.crossrun.engine;

import dev.crossrun.run.Patience;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.Reversibility;
import dev.crossrun.run.step.StepDefinition;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;

/** A small runbook: somebody writes a letter, then it is posted. */
final class Letter {
    private Letter() {}

    /** The workflow's contract. */
    @WorkflowInterface
    public interface LetterWorkflow extends Run {
        @WorkflowMethod(name = "Letter")
        void run(RunStart start, Patience patience);
    }

    /** The only outside system. */
    @ActivityInterface
    public interface PostOffice {
        void post();
    }

    /** The workflow. */
    public static final class LetterWorkflowImpl extends RunbookWorkflow implements LetterWorkflow {
        @Override
        public void run(RunStart start, Patience patience) {
            conduct(
                    start,
                    catalogue(),
                    List.of(),
                    patience,
                    procedure -> procedure
                            .plan("look", step -> draft())
                            .approval("approve-plan", "A letter will be posted.")
                            .step("write", LetterWorkflowImpl::write)
                            .step(
                                    "post",
                                    step -> step.call(PostOffice.class, "Post the letter")
                                            .post()));
        }

        private static List<StepDefinition> catalogue() {
            return List.of(
                    StepDefinition.check("Look", "POST").notRedoable().build("look", List.of()),
                    StepDefinition.human("Approve the plan", "POST")
                            .notRedoable()
                            .build("approve-plan", List.of("look")),
                    StepDefinition.human("Write the letter", "POST")
                            .notRedoable()
                            .build("write", List.of("approve-plan")),
                    StepDefinition.automated("Post the letter", "POST")
                            .notRedoable()
                            .build("post", List.of("write")));
        }

        private static PlanDraft draft() {
            return new PlanDraft(
                    "a letter",
                    List.of(),
                    List.of(new PlannedStep(
                            "post", PlannedStep.Action.CREATE, "letter", "Post it", Reversibility.IRREVERSIBLE)));
        }

        private static void write(StepContext step) {
            step.ask(
                    TaskSpec.plain(
                            "Write the letter",
                            "1. Write it",
                            Forms.answer("submit", "Hand it in", Forms.required("text", "Text"))),
                    answer -> Checked.accepted(answer, Map.of()));
        }
    }
}
