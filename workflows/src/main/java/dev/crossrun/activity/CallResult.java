package dev.crossrun.activity;

import dev.crossrun.run.effect.ProviderCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the call of a step returns to its run, and history shows. An activity method of type void returns nothing: one that
 * makes an effect must have a result.
 *
 * @param value what the method of the activity returned
 * @param changes the calls by which the last attempt changed something; those for an item of a batch are in its own result
 */
public record CallResult<R>(@Nullable R value, List<ProviderCall> changes) {
    public CallResult {
        changes = List.copyOf(changes);
    }
}
