package dev.crossrun.api;

import com.codahale.metrics.health.HealthCheck;
import dev.crossrun.temporal.Reachability;
import io.temporal.client.WorkflowClient;

/** Whether Temporal answers, and knows the namespace. */
final class TemporalHealth extends HealthCheck {
    private final WorkflowClient client;

    TemporalHealth(WorkflowClient client) {
        this.client = client;
    }

    @Override
    protected Result check() {
        return reachable() ? Result.healthy() : Result.unhealthy("Temporal cannot be reached");
    }

    boolean reachable() {
        return Reachability.of(client);
    }
}
