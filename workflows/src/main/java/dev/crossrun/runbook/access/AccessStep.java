package dev.crossrun.runbook.access;

import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.run.step.StepDefinition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What the steps of {@code temporary-access} have in common. */
abstract class AccessStep<V> extends Step<V> {
    static final String SYSTEM = "IDENTITY_CENTER";

    private final RunInput<TemporaryAccessRequest> input;

    AccessStep(StepDefinition.Draft definition, RunInput<TemporaryAccessRequest> input) {
        super(definition);
        this.input = input;
    }

    final TemporaryAccessRequest request() {
        return input.get();
    }

    /** A time for people: to the minute, UTC. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
