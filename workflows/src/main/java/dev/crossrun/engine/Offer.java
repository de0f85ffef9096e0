package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Something that a person can choose where a step cannot go on by itself.
 *
 * @param form the answer by which it is chosen
 * @param check judges such an answer and gives what follows once it is accepted, which says whether it was carried out; if
 *     not, the person is asked again. May call activities
 * @param next what the step does then
 */
public record Offer(AnswerForm form, BiFunction<StepContext, Answer, Checked<BooleanSupplier>> check, Next next) {
    static final String RETRY = "retry";
    static final String SKIP = "skip";
    static final String FIXED = "Try again: the cause is fixed";

    /** What a step does after an answer. */
    public enum Next {
        /** It is tried again, or goes on waiting. */
        AGAIN,
        /** The run goes on without it. */
        GO_ON,
        ABORT
    }

    /** Trying the step again. */
    static Offer retry() {
        return plain(RETRY, FIXED, Next.AGAIN);
    }

    /**
     * Trying the step again, as it is or with corrected input. A correction that changes what the plan shows must be approved by
     * somebody else first.
     *
     * @param input a JSON Schema of just the fields that the step depends on, an object; never names, accounts or grants of
     *     the plan
     * @param check judges such an input as the request was judged; what it accepts runs before the step is tried again
     */
    public static Offer retryWith(ObjectNode input, Function<JsonNode, Checked<Runnable>> check) {
        return new Offer(
                Forms.withInput(RETRY, FIXED + ", or with corrected input", input),
                (step, answer) -> answer.fields().hasNonNull(Forms.INPUT)
                        ? step.corrected(answer, check.apply(answer.fields().path(Forms.INPUT)))
                        : nothing(),
                Next.AGAIN);
    }

    /**
     * Going on with what a person made instead of the step.
     *
     * @param fields what has to be named besides the reason, such as the id of what was made
     * @param check looks whether it serves; what it accepts runs before the run goes on. May call activities
     */
    static Offer madeByHand(List<Forms.Field> fields, BiFunction<StepContext, Answer, Checked<Runnable>> check) {
        List<Forms.Field> all = new ArrayList<>(fields);
        all.add(Forms.required("reason", "Why"));
        return new Offer(
                Forms.answer(SKIP, "Go on without this step", all.toArray(Forms.Field[]::new)),
                (step, answer) -> check.apply(step, answer).map(made -> () -> {
                    made.run();
                    return true;
                }),
                Next.GO_ON);
    }

    static Offer plain(String action, String title, Next next, Forms.Field... fields) {
        return new Offer(Forms.answer(action, title, fields), (step, answer) -> nothing(), next);
    }

    String action() {
        return form.action();
    }

    boolean takesInput() {
        return form.form().path("properties").has(Forms.INPUT);
    }

    static Checked<BooleanSupplier> nothing() {
        return Checked.accepted(() -> true, Map.of());
    }
}
