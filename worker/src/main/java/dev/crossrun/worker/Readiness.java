package dev.crossrun.worker;

import dev.crossrun.temporal.ProcessMetrics;
import dev.crossrun.temporal.Reachability;
import io.micrometer.core.instrument.Gauge;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether a worker works: Temporal answers, and the worker polls it for workflows and for activities. */
public final class Readiness implements Supplier<Optional<String>> {
    private static final List<String> POLLERS = List.of("workflow_task", "activity_task");

    private final WorkflowClient temporal;
    private final ProcessMetrics metrics;

    /** {@code metrics} has those of the worker's Temporal client. */
    public Readiness(WorkflowClient temporal, ProcessMetrics metrics) {
        this.temporal = temporal;
        this.metrics = metrics;
    }

    /** Why it does not work, as a sentence; empty if it does. */
    @Override
    public Optional<String> get() {
        if (!POLLERS.stream().allMatch(this::polls)) {
            return Optional.of("The worker does not poll Temporal: it starts or stops");
        }
        return Reachability.of(temporal) ? Optional.empty() : Optional.of("Temporal cannot be reached");
    }

    /** The SDK counts its pollers. */
    private boolean polls(String kind) {
        return metrics.registry().find("temporal_num_pollers").tag("poller_type", kind).gauges().stream()
                .mapToDouble(Gauge::value)
                .anyMatch(pollers -> pollers > 0);
    }
}
