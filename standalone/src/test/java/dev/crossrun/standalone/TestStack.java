package dev.crossrun.standalone;

import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.function.BiFunction;

/** Stacks on free ports, whose worker skips the time between two calls of a limited API. */
final class TestStack {
    private TestStack() {}

    static Stack start(SimulatorSettings settings) {
        return start(settings, CrossrunWorker::start);
    }

    /** With a worker of another kind. */
    static Stack start(SimulatorSettings settings, BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter) {
        return Stack.start(0, settings, starter, SkippedPace::new);
    }
}
