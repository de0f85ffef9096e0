package dev.crossrun.run.effect;

import java.util.List;

/**
 * An effect of a step.
 *
 * @param what an ARN or a name
 * @param state what became of it
 * @param changes the calls by which it was made, changed or removed, in this order, of the attempts that succeeded
 */
public record EffectView(String what, EffectState state, List<ProviderCall> changes) {
    public EffectView {
        changes = List.copyOf(changes);
    }
}
