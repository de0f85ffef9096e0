package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The input of a run as it stands: a person may correct a part of it where a step is stuck. */
public final class RunInput<I> {
    private Optional<I> current;
    private Optional<JsonNode> shown = Optional.empty();

    private RunInput(Optional<I> first) {
        this.current = first;
    }

    public static <I> RunInput<I> of(I first) {
        return new RunInput<>(Optional.of(first));
    }

    /** Of no run: for the catalogue of a runbook, which is the same for every input. */
    static <I> RunInput<I> none() {
        return new RunInput<>(Optional.empty());
    }

    public I get() {
        return current.orElseThrow(() -> new IllegalStateException("a step reads the input before there is a run"));
    }

    /** From now on the steps see this one. */
    public void correct(I next) {
        current = Optional.of(next);
        shown = Optional.empty();
    }

    /** As people see it, without secrets. */
    JsonNode shown() {
        JsonNode tree = shown.orElseGet(() -> CanonicalJson.shown(get()));
        shown = Optional.of(tree);
        return tree;
    }

    /** Gives what brings back the input as it is now. */
    Runnable restorer() {
        Optional<I> now = current;
        return () -> {
            current = now;
            shown = Optional.empty();
        };
    }
}
