package dev.crossrun.api;

import com.codahale.metrics.health.HealthCheck;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;

/** Whether Temporal answers, and knows the namespace. */
final class TemporalHealth extends HealthCheck {
    private static final int SECONDS = 3;

    private final WorkflowClient client;

    TemporalHealth(WorkflowClient client) {
        this.client = client;
    }

    @Override
    protected Result check() {
        return reachable() ? Result.healthy() : Result.unhealthy("Temporal cannot be reached");
    }

    boolean reachable() {
        try {
            client.getWorkflowServiceStubs()
                    .blockingStub()
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(client.getOptions().getNamespace())
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}
