package dev.crossrun.federation;

import dev.crossrun.engine.Checked;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.task.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What somebody with more rights made instead of a stuck step. It is looked at before the run goes on with it, and stays theirs. */
final class MadeByHand {
    private MadeByHand() {}

    /**
     * Of a thing that goes by the name that was planned.
     *
     * @param fault what is wrong with a thing of which this was read; empty if it serves
     * @param take goes on with it
     */
    static Offer thing(
            String what,
            Function<StepContext, Found> find,
            Function<Map<String, String>, Optional<String>> fault,
            Consumer<Map<String, String>> take) {
        return Offer.madeByHand(List.of(), (step, answer) -> {
            Found there = find.apply(step);
            Optional<String> wrong = there.exists() ? fault.apply(there.before()) : Optional.of("is not there");
            return wrong.map(why -> Checked.<Runnable>refused(new Reason("", "NOT_AS_WANTED", what + " " + why)))
                    .orElseGet(() -> Checked.accepted(() -> take.accept(there.before()), Map.of("made", what)));
        });
    }
}
