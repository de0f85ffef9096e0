package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Abort;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.TaskKind;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final AnswerForm ABORT_FORM = Forms.answer(
            ABORT,
            "Abort the run",
            Forms.optional("effects", "LEAVE (default): what the run has done stays; UNDO: it is taken back"));

    private static final String MENDED = "Try again: the cause has been mended";

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
        Answer answer = stuck(state.definition().title(), failure, hint(failure), mendings(), this::judgeMending);
        if (answer.action().equals(SKIP)) {
            state.detail("Skipped by " + name(answer) + ": " + reason(answer));
            state.finish(StepStatus.SKIPPED);
            engine.journal()
                    .step(RunEvent.Type.STEP_SKIPPED, state.id(), answer.by().actor(), reason(answer));
            engine.changed();
        }
        return answer.action().equals(RETRY);
    }

    /** A provider's remedy does not know what this step lets be corrected. */
    private String hint(TemporalFailure failure) {
        boolean invalid = FailureType.of(failure).equals(Optional.of(FailureType.INVALID_REQUEST));
        return invalid && state.mending().correction().isPresent()
                ? "\n\nInput that this step depends on can be corrected here: *" + RETRY + "* takes `" + Forms.INPUT
                        + "`."
                : "";
    }

    private List<AnswerForm> mendings() {
        Mending mending = state.mending();
        List<AnswerForm> answers = new ArrayList<>();
        answers.add(mending.correction()
                .map(correction -> Forms.withInput(RETRY, MENDED + ", or with corrected input", correction.form()))
                .orElseGet(() -> Forms.answer(RETRY, MENDED)));
        mending.skip().ifPresent(skip -> {
            List<Forms.Field> fields = new ArrayList<>(skip.fields());
            fields.add(Forms.required("reason", "Why"));
            answers.add(Forms.answer(SKIP, "Go on without this step", fields.toArray(Forms.Field[]::new)));
        });
        answers.add(ABORT_FORM);
        return answers;
    }

    /**
     * Asks whether to keep looking for evidence; if not, the step stays CLAIMED.
     *
     * @param missing what was looked for in vain
     * @param failure of the last look: that it saw nothing, or why it could not look
     */
    boolean lookOn(String missing, TemporalFailure failure) {
        Answer answer = lookedInVain(
                missing,
                failure,
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

    private Answer lookedInVain(String missing, TemporalFailure failure, List<AnswerForm> answers) {
        String title = state.definition().title();
        String looking = "Looking for evidence of \"" + title + "\"";
        if (!FailureType.of(failure).equals(Optional.of(FailureType.NOT_READY))) {
            return stuck(looking, failure, "", answers, any -> nothing());
        }
        tell(looking, missing);
        return decide("No evidence yet: " + title, missing, answers);
    }

    /** Asks about an undo that failed: empty to try it again, else why the thing is kept. */
    Optional<String> keepInstead(TemporalFailure failure) {
        Answer answer = stuck(
                "Undoing \"" + state.definition().title() + "\"",
                failure,
                "",
                List.of(
                        Forms.answer(RETRY, MENDED),
                        Forms.answer(SKIP, "Keep it and go on undoing", Forms.required("reason", "Why")),
                        Forms.answer(ABORT, "Stop undoing: leave the rest as it is")),
                any -> nothing());
        return answer.action().equals(RETRY)
                ? Optional.empty()
                : Optional.of(name(answer) + " keeps it: " + reason(answer));
    }

    /** Says that something is stuck, and why, and asks what to do. */
    private Answer stuck(
            String what,
            TemporalFailure failure,
            String hint,
            List<AnswerForm> answers,
            AnswerCheck<Runnable> substance) {
        String why = FailureType.message(failure);
        tell(what, why);
        return decide(what + " is stuck", Remedies.instructions(why, failure) + hint, answers, substance);
    }

    private void tell(String what, String why) {
        state.detail(why);
        engine.journal().step(RunEvent.Type.STEP_STUCK, state.id(), what + ": " + why);
    }

    /** Asks to plan again; else the run is being aborted. */
    void replan(String cause, String findings) {
        tell("The plan", cause);
        List<AnswerForm> answers =
                List.of(Forms.answer(REPLAN, "Plan again: the findings have been mended"), ABORT_FORM);
        decide("The plan cannot be approved", findings, answers);
    }

    private Answer decide(String title, String text, List<AnswerForm> answers) {
        return decide(title, text, answers, answer -> nothing());
    }

    /** {@code substance}: judges an answer, and gives what follows from it once it is accepted. */
    private Answer decide(String title, String text, List<AnswerForm> answers, AnswerCheck<Runnable> substance) {
        TaskSpec spec = new TaskSpec(title, text, List.of(), List.of(), List.of(), answers);
        Decided decided = step.ask(TaskKind.DECISION, spec, answer -> check(answer, substance))
                .orElseThrow(() -> new IllegalStateException("a decision does not expire"));
        Answer answer = decided.answer();
        decided.consequence().run();
        if (answer.action().equals(ABORT)) {
            engine.abort(new Abort(effects(answer), answer.comment(), answer.by()));
            throw new CanceledFailure("the run is being aborted");
        }
        return answer;
    }

    private static Checked<Decided> check(Answer answer, AnswerCheck<Runnable> substance) {
        Checked<Runnable> judged = answer.action().equals(ABORT) ? judgeAbort(answer) : substance.check(answer);
        return new Checked<>(
                judged.value().map(consequence -> new Decided(answer, consequence)), judged.reasons(), judged.facts());
    }

    private static Checked<Runnable> judgeAbort(Answer answer) {
        String effects = answer.fields().path("effects").asText(Abort.Effects.LEAVE.name());
        return Arrays.stream(Abort.Effects.values())
                        .anyMatch(known -> known.name().equals(effects))
                ? nothing()
                : Checked.refused(new Reason("/effects", "UNKNOWN", "must be LEAVE or UNDO, not " + effects));
    }

    private Checked<Runnable> judgeMending(Answer answer) {
        Mending mending = state.mending();
        if (answer.action().equals(SKIP)) {
            return mending.skip().orElseThrow().check().apply(step, answer);
        }
        return answer.fields().hasNonNull(Forms.INPUT)
                ? correct(mending.correction().orElseThrow(), answer)
                : nothing();
    }

    /** The correction is a part of the run's record. */
    private Checked<Runnable> correct(Mending.Correction correction, Answer answer) {
        JsonNode input = answer.fields().path(Forms.INPUT);
        Checked<Runnable> judged = correction.check().apply(input);
        Runnable record = () -> engine.journal()
                .step(RunEvent.Type.INPUT_CORRECTED, state.id(), answer.by().actor(), input.toString());
        return new Checked<>(
                judged.value().map(apply -> () -> {
                    apply.run();
                    record.run();
                }),
                judged.reasons(),
                Map.of(Forms.INPUT, input.toString()));
    }

    private static Checked<Runnable> nothing() {
        return Checked.accepted(() -> {}, Map.of());
    }

    private static Abort.Effects effects(Answer answer) {
        return Abort.Effects.valueOf(answer.fields().path("effects").asText(Abort.Effects.LEAVE.name()));
    }

    private static String name(Answer answer) {
        return answer.by().actor().name();
    }

    private static String reason(Answer answer) {
        return answer.fields().path("reason").asText();
    }

    /** An answer, and what follows from it once it is accepted. */
    private record Decided(Answer answer, Runnable consequence) {}
}
