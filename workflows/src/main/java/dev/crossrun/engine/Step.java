package dev.crossrun.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.task.Answer;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One step of a runbook. Its class says all of it: what it is, when a run has it, what it looks at before the plan and what it
 * makes of that, its line in the plan, what it does, and what a person can do where it is stuck.
 *
 * <p>Its constructor takes the steps that it waits for, and names them by {@link #valueOf}, {@link #valueIfAsked},
 * {@link #after} or {@link #afterClaim}. One object of it lives as long as a run. The constructor reads no input: the catalogue
 * of a runbook is made without one.
 *
 * @param <V> what the step gives to those that wait for it
 */
public abstract class Step<V> {
    private final StepDefinition.Draft definition;
    private final Map<Step<?>, Set<Need>> needs = new LinkedHashMap<>();
    private Optional<V> value = Optional.empty();
    private int since = 1;
    private int until = Integer.MAX_VALUE;

    /** What a step wants of one before it. */
    enum Need {
        /** That it is finished, where a run has it. */
        ORDER,
        /** That a person claims to have done it, or that it is finished. */
        CLAIM,
        /** Its value: no run may have this step without that one. */
        VALUE,
        /** Its value, where a run has it. */
        VALUE_IF_ASKED
    }

    protected Step(StepDefinition.Draft definition) {
        this.definition = definition;
    }

    /**
     * The value of a step, for when this one runs; every run that has this step must have that one. It is listed as a dependency
     * unless another one implies it.
     */
    protected final <T> Supplier<T> valueOf(Step<T> step) {
        need(step, Need.VALUE);
        return () -> step.value.orElseThrow(
                () -> new IllegalStateException(id() + " wants the value of " + step.id() + " before it is there"));
    }

    /** The value of a step that a run may do without; this step waits for it where the run has it. */
    protected final <T> Supplier<Optional<T>> valueIfAsked(Step<T> step) {
        need(step, Need.VALUE_IF_ASKED);
        return () -> step.value;
    }

    /** This step begins when those are finished, as far as the run has them. */
    protected final void after(Step<?>... steps) {
        Stream.of(steps).forEach(step -> need(step, Need.ORDER));
    }

    /** This step begins when a person claims to have done that one: evidence may still be looked for. */
    protected final void afterClaim(Step<?> step) {
        need(step, Need.CLAIM);
    }

    private void need(Step<?> step, Need need) {
        needs.computeIfAbsent(step, any -> EnumSet.noneOf(Need.class)).add(need);
    }

    /** The step is new: only runs that were started by this revision of the runbook or a later one have it. */
    protected final void since(int revision) {
        since = revision;
    }

    /** The step is gone: only runs that were started by a revision before this one have it. */
    protected final void until(int revision) {
        until = revision;
    }

    /** Whether the input asks for the step. */
    protected boolean asked() {
        return true;
    }

    /**
     * Looks at what is there and says what stands in the way. The steps of a run do so side by side.
     *
     * @return the step's line in the plan; empty for a step that is no part of one
     */
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return Optional.empty();
    }

    /**
     * Does the step. It runs again after a failure that a person fixed, and in a later round.
     *
     * @return what the steps that wait for this one need
     */
    protected abstract V run(StepContext context);

    /** What a person can choose where the step is stuck, besides trying again and aborting. */
    protected List<Offer> offers() {
        return List.of();
    }

    /** What the runbook knows about failures of the step's calls. */
    protected List<Remedy> remedies() {
        return List.of();
    }

    public final String id() {
        return definition.id();
    }

    /** This step's line in the plan; {@link PlannedStep#writing} adds what the step would write. */
    protected final PlannedStep line(PlannedStep.Action action, String resource, String detail) {
        return new PlannedStep(id(), action, resource, detail, definition.reversibility(), List.of());
    }

    /** Values by name, in the order in which they are put. */
    protected static ObjectNode values() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Offers to go on without the step, which makes nothing; {@code instead} is what those that wait for it are given. */
    protected final Offer skip(V instead) {
        return madeByHand(List.of(), (context, answer) -> Checked.accepted(instead, Map.of()));
    }

    /**
     * Offers to go on with what a person made instead of the step.
     *
     * @param fields what has to be named besides the reason, such as the id of what was made
     * @param check looks whether it serves, and gives the step's value. May call activities
     */
    protected final Offer madeByHand(List<Forms.Field> fields, BiFunction<StepContext, Answer, Checked<V>> check) {
        return Offer.madeByHand(
                fields, (context, answer) -> check.apply(context, answer).map(made -> () -> done(made)));
    }

    final void done(V made) {
        value = Optional.of(made);
    }

    Consumer<StepContext> body(Procedure procedure, Planning planning) {
        return context -> {
            try {
                done(run(context));
            } catch (ActivityFailure | ApplicationFailure failure) {
                Cancellation.propagate(failure);
                throw explained(failure);
            }
        };
    }

    /** The same failure with the runbook's remedy, if it has one. */
    final TemporalFailure explained(TemporalFailure failure) {
        return addition(failure).isEmpty()
                ? failure
                : FailureType.fixedBy(
                        FailureType.cause(failure).orElseThrow(),
                        remedy(failure).orElseThrow());
    }

    /** What would fix a failure: in the outside system's words, then in the runbook's. */
    final Optional<String> remedy(TemporalFailure failure) {
        String text = Stream.concat(FailureType.error(failure).remedy().stream(), addition(failure).stream())
                .collect(Collectors.joining(" "));
        return Optional.of(text).filter(remedy -> !remedy.isEmpty());
    }

    /** Of a failure that is retried nothing is known to be wrong. */
    private Optional<String> addition(TemporalFailure failure) {
        boolean retried = FailureType.of(failure).map(FailureType::retried).orElse(true);
        String said = FailureType.message(failure)
                + FailureType.error(failure).code().map(code -> " " + code).orElse("");
        return remedies().stream()
                .filter(remedy -> !retried && said.contains(remedy.saying()))
                .map(Remedy::sentence)
                .findFirst();
    }

    /** Whether the steps of this revision of the runbook are with this one. */
    final boolean isIn(int revision) {
        return since <= revision && revision < until;
    }

    /** The latest revision that this step names. */
    final int named() {
        return until == Integer.MAX_VALUE ? since : Math.max(since, until);
    }

    final Map<Step<?>, Set<Need>> needs() {
        return needs;
    }

    final StepDefinition definition(List<String> dependsOn, List<String> claimEnough) {
        boolean skippable = offers().stream().anyMatch(offer -> offer.next() == Offer.Next.GO_ON);
        return definition.build(dependsOn, claimEnough, skippable);
    }
}
