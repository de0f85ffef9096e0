package dev.crossrun.engine;

import dev.crossrun.run.effect.Removal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes effects of one call back. */
@FunctionalInterface
public interface Undo {
    /**
     * Says of each effect what became of it; in a preview, what would become of it, by reads alone. May call activities,
     * which check that a thing is still ours before they remove it.
     */
    Map<String, Removal> undo(List<String> effects, boolean preview);

    /** Of one effect. */
    static Undo one(Function<Boolean, Removal> preview) {
        return (effects, looks) -> Map.of(effects.get(0), preview.apply(looks));
    }

    /** What a call is for, as people see it: a preview takes nothing back. */
    static String purpose(boolean preview, String what) {
        return preview ? "Look whether " + what + " can be taken back" : "Take back " + what;
    }

    /** Of what no call takes back. */
    static Undo never(String why) {
        return (effects, looks) ->
                effects.stream().collect(Collectors.toMap(effect -> effect, effect -> Removal.kept(why)));
    }
}
