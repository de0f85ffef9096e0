package dev.crossrun.engine.effect;

import dev.crossrun.activity.ItemResult;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Undo;
import java.util.List;
import java.util.function.Function;

/**
 * Effects of one kind of which one call makes many.
 *
 * @param items what is to be there; each has its own entry in the ledger
 * @param what the key by which an item is found again
 * @param name what people call an item
 * @param expected what may be there of an item
 * @param find reads what is there of some of them, in their order
 * @param put makes some of them, and gives a result for each, in their order
 * @param undo how an item is undone
 */
public record Batch<I>(
        List<I> items,
        Function<I, String> what,
        Function<I, String> name,
        Function<I, Expected> expected,
        Function<List<I>, List<Found>> find,
        Function<List<I>, List<ItemResult>> put,
        Function<I, Undo> undo) {
    /** How many items one call takes. */
    public static final int AT_ONCE = 50;

    public Batch {
        items = List.copyOf(items);
    }
}
