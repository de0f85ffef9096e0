package dev.crossrun.engine;

import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
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
                    "a letter",
                    patience,
                    1,
                    input -> SmallStep.approved("POST", approval -> {
                        SmallStep write = new SmallStep(
                                StepDefinition.human("write", "Write the letter", "POST")
                                        .notRedoable(),
                                LetterWorkflowImpl::write,
                                approval);
                        return List.of(
                                write,
                                new SmallStep(
                                        StepDefinition.automated("post", "Post the letter", "POST")
                                                .notRedoable(),
                                        step -> step.call(PostOffice.class, "Post the letter")
                                                .post(),
                                        write));
                    }));
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
