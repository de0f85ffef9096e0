package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.run.task.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What a stuck step offers beside trying it again as it is. */
public record Mending(Optional<Correction> correction, Optional<Skip> skip) {
    public static Mending none() {
        return new Mending(Optional.empty(), Optional.empty());
    }

    public static Mending by(Correction correction) {
        return new Mending(Optional.of(correction), Optional.empty());
    }

    public static Mending by(Skip skip) {
        return new Mending(Optional.empty(), Optional.of(skip));
    }

    public static Mending by(Correction correction, Skip skip) {
        return new Mending(Optional.of(correction), Optional.of(skip));
    }

    /**
     * Other input to try again with.
     *
     * @param form a JSON Schema of just the fields that the step depends on, an object; it never contains names, accounts or
     *     grants of the plan
     * @param check judges such an input like the request; what it accepts is run before the step is tried again
     */
    public record Correction(ObjectNode form, Function<JsonNode, Checked<Runnable>> check) {}

    /**
     * Going on without the step.
     *
     * @param fields what has to be named beside the reason, such as the id of what somebody made in its stead
     * @param check sees whether it is there; what it accepts is run before the run goes on. May call activities
     */
    public record Skip(List<Forms.Field> fields, BiFunction<Step, Answer, Checked<Runnable>> check) {
        public Skip {
            fields = List.copyOf(fields);
        }

        /** Of a step that makes nothing. */
        public static Skip freely() {
            return new Skip(List.of(), (step, answer) -> Checked.accepted(() -> {}, Map.of()));
        }
    }
}
