package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Abort;
import dev.crossrun.run.Answer;
import dev.crossrun.run.AnswerForm;
import dev.crossrun.run.Evidence;
import dev.crossrun.run.Reason;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.StepStatus;
import dev.crossrun.run.TaskKind;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of a person where a step cannot go on by itself. */
final class Decisions {
    static final String RETRY = "retry";
    static final String SKIP = "skip";
    static final String WAIT = "wait";
    static final String REPLAN = "replan";
    static final String ABORT = "abort";

    private static final AnswerForm ABORT_FORM =
            Forms.answer(ABORT, "Abort the run", Forms.optional("effects", "LEAVE: what the run has done stays"));

    private final RunEngine engine;
    private final Step step;
    private final StepState state;

    Decisions(RunEngine engine, Step step, StepState state) {
        this.engine = engine;
        this.step = step;
        this.state = state;
    }

    /** Asks about a step that failed; says whether to try it again. Else it was skipped, or the run is being aborted. */
    boolean retry(TemporalFailure failure) {
        String why = why(failure);
        state.detail(why);
        engine.journal()
                .step(RunEvent.Type.STEP_STUCK, state.id(), state.definition().title() + ": " + why);
        List<AnswerForm> answers = new ArrayList<>();
        answers.add(Forms.answer(RETRY, "Try again: the cause has been mended"));
        if (state.definition().skippable()) {
            answers.add(Forms.answer(SKIP, "Go on without this step", Forms.required("reason", "Why")));
        }
        answers.add(ABORT_FORM);
        Answer answer = decide(state.definition().title() + " is stuck", why, answers);
        if (answer.action().equals(SKIP)) {
            state.detail("Skipped by " + name(answer) + ": " + reason(answer));
            state.finish(StepStatus.SKIPPED);
            engine.journal()
                    .step(RunEvent.Type.STEP_SKIPPED, state.id(), answer.by().actor(), reason(answer));
            engine.changed();
        }
        return answer.action().equals(RETRY);
    }

    /** Asks whether evidence shall be looked for on; if not, the step is claimed for ever. */
    boolean lookOn(String missing) {
        Answer answer = decide(
                "No evidence yet: " + state.definition().title(),
                missing,
                List.of(
                        Forms.answer(WAIT, "Keep looking"),
                        Forms.answer(SKIP, "Go on without evidence", Forms.required("reason", "Why")),
                        ABORT_FORM));
        if (answer.action().equals(SKIP)) {
            step.evidence(new Evidence(
                    Evidence.State.CLAIMED,
                    "PERSON",
                    name(answer) + " goes on without evidence: " + reason(answer),
                    Journal.now(),
                    Optional.empty()));
        }
        return answer.action().equals(WAIT);
    }

    /** Asks whether to plan again. Else the run is being aborted. */
    boolean replan(String findings) {
        List<AnswerForm> answers =
                List.of(Forms.answer(REPLAN, "Plan again: the findings have been mended"), ABORT_FORM);
        return decide("The plan cannot be approved", findings, answers).action().equals(REPLAN);
    }

    private Answer decide(String title, String text, List<AnswerForm> answers) {
        TaskSpec spec = new TaskSpec(title, text, List.of(), List.of(), List.of(), answers);
        Answer answer = step.ask(TaskKind.DECISION, spec, Decisions::check)
                .orElseThrow(() -> new IllegalStateException("a decision does not expire"));
        if (answer.action().equals(ABORT)) {
            engine.abort(new Abort(Abort.Effects.LEAVE, answer.comment(), answer.by()));
            throw new CanceledFailure("the run is being aborted");
        }
        return answer;
    }

    private static Checked<Answer> check(Answer answer) {
        String effects = answer.fields().path("effects").asText(Abort.Effects.LEAVE.name());
        return effects.equals(Abort.Effects.LEAVE.name())
                ? Checked.accepted(answer, Map.of())
                : Checked.refused(new Reason("/effects", "NOT_SUPPORTED", "This version leaves effects: LEAVE"));
    }

    private static String why(TemporalFailure failure) {
        Optional<ApplicationFailure> cause = FailureType.cause(failure);
        return cause.map(ApplicationFailure::getOriginalMessage).orElse("A call did not come to an end in time");
    }

    private static String name(Answer answer) {
        return answer.by().actor().name();
    }

    private static String reason(Answer answer) {
        return answer.fields().path("reason").asText();
    }
}
