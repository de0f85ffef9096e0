package dev.crossrun.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.SamlActivities;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Fault;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.RunName;
import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.PlanStep;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.Procedure;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.RunbookWorkflow;
import dev.crossrun.engine.Step;
import dev.crossrun.engine.StepContext;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.Runbook;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.failure.ProviderError;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.DocumentCheck;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.Reason;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A runbook of another kind than the product's: a letter is handed in and then carried. */
final class Errand {
    private static final int REVISION = 1;

    static final Runbook<Request> RUNBOOK = named("errand", "Carry a letter");

    /** The same under another name, for scopes of runbooks. */
    static final Runbook<Request> PARCEL = named("parcel", "Carry a parcel");

    private static Runbook<Request> named(String name, String title) {
        return new Runbook<>(
                name,
                title,
                "Carries a letter that somebody hands in",
                "1.0.0",
                REVISION,
                "Errand",
                Request.class,
                input -> "nowhere".equals(input.path("to").asText())
                        ? List.of(new Fault("/to", "must be somewhere"))
                        : List.of(),
                request -> request.account().stream().toList(),
                () -> new Runbook.Code(
                        List.of(ErrandWorkflowImpl.class), Procedure.catalogue(REVISION, Errand::steps)));
    }

    static final DocumentCheck METADATA =
            SamlActivities.ServiceProviderMetadata.check(new Region("eu-central-1"), "d-9567b34c60");

    private Errand() {}

    /** Where to, and for whom. */
    public record Request(
            RunName name,
            String to,
            Optional<AccountId> account,
            @JsonProperty(required = true) List<Person> people) {}

    /** Somebody. */
    public record Person(String name) {}

    /** The workflow's contract. */
    @WorkflowInterface
    public interface ErrandWorkflow extends Run {
        @WorkflowMethod(name = "Errand")
        void run(RunStart start, Request request);
    }

    /** The only outside system. */
    @ActivityInterface
    public interface Carrier {
        String carry(String to);
    }

    /** Throttles until it is let. */
    static final class SlowCarrier implements Carrier {
        final AtomicBoolean ready = new AtomicBoolean(true);

        @Override
        public String carry(String to) {
            if (!ready.get()) {
                throw FailureType.THROTTLED.failure(
                        "too many letters",
                        new ProviderError(
                                Optional.of("POST"),
                                Optional.of("TooMany"),
                                Optional.of("r-1"),
                                Optional.of("send fewer letters")));
            }
            return to;
        }
    }

    /** The workflow. */
    public static final class ErrandWorkflowImpl extends RunbookWorkflow implements ErrandWorkflow {
        @Override
        public void run(RunStart start, Request request) {
            conduct(start, request, Patience.standard(), REVISION, Errand::steps);
        }

        /** Refuses for now, or for good, where the comment says so. */
        @Override
        public void mayAnswer(Answer answer) {
            super.mayAnswer(answer);
            switch (answer.comment().orElse("")) {
                case "crowd" -> throw Refusal.TOO_MANY_ANSWERS.because("Enough for now.", Duration.ofSeconds(42));
                case "crowd without a time" -> throw Refusal.TOO_MANY_ANSWERS.because("Enough for now");
                case "full" -> throw Refusal.HISTORY_FULL.because("No more documents");
                default -> {}
            }
        }
    }

    private static List<Step<?>> steps(RunInput<Request> request) {
        PlanStep plan = new PlanStep("Look around", "POST");
        ApprovalStep approval = new ApprovalStep("POST", "A letter will be carried.", plan);
        Letter letter = new Letter(approval);
        return List.of(plan, approval, letter, new Carry(request, letter));
    }

    /** Somebody hands in a letter. */
    private static final class Letter extends Step<Done> {
        Letter(ApprovalStep approval) {
            super(StepDefinition.human("letter", "Write a letter", "POST"));
            after(approval);
        }

        @Override
        protected Done run(StepContext step) {
            Document letter = step.ask(
                    TaskSpec.plain(
                            "Hand in the letter",
                            "1. Write it",
                            Forms.withFile("submit", "Hand it in", FileRule.XML, Forms.required("sender", "Sender")),
                            Forms.withFile("certify", "Hand in metadata instead", FileRule.XML.checked(METADATA))),
                    answer -> answer.fields().path("sender").asText().equals("stranger")
                            ? Checked.refused(new Reason("/sender", "UNKNOWN_SENDER", "nobody knows this sender"))
                            : Checked.accepted(answer.file().orElseThrow(), Map.of("sender", "known")));
            step.keep("letter.xml", letter);
            return Done.DONE;
        }
    }

    /** The letter is carried. */
    private static final class Carry extends Step<Done> {
        private final RunInput<Request> request;

        Carry(RunInput<Request> request, Letter letter) {
            super(StepDefinition.automated("carry", "Carry it there", "POST")
                    .undone("Carried back")
                    .notRedoable());
            this.request = request;
            after(letter);
        }

        @Override
        protected Optional<PlannedStep> preflight(Preflight preflight) {
            return Optional.of(
                    line(PlannedStep.Action.CREATE, "letter to " + request.get().to(), "Carry it"));
        }

        @Override
        protected Done run(StepContext step) {
            step.detail("Carried to "
                    + step.call(Carrier.class, "Carry the letter")
                            .carry(request.get().to()));
            return Done.DONE;
        }
    }
}
