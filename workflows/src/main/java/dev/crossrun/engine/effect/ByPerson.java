package dev.crossrun.engine.effect;

import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.failure.FailureView;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How a person does what the API does not permit.
 *
 * @param notPermitted whether a failure means that the API does not permit it, whatever is tried
 * @param task what is asked of the person: the items, and why the API did not do it
 * @param missing looks, and gives the items that are not there yet; may call activities
 * @param refusal what the person is told of those, before their names
 * @param reference the id under which the outside system keeps them, as evidence
 * @param effect the ledger's key for what the person did; its argument is the items' names
 * @param undo how a person undoes it
 */
public record ByPerson<I>(
        Predicate<FailureView> notPermitted,
        BiFunction<List<I>, FailureView, TaskSpec> task,
        UnaryOperator<List<I>> missing,
        String refusal,
        String reference,
        UnaryOperator<String> effect,
        Undo undo) {}
