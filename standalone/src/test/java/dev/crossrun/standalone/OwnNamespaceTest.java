package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import dev.crossrun.cli.Usage;
import dev.crossrun.standalone.temporal.LoopbackPort;
import dev.crossrun.standalone.temporal.OwnNamespace;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The namespace that {@code ./crossrun up --temporal} makes at a service, and those that it leaves alone. */
@Timeout(120)
class OwnNamespaceTest {
    @TempDir
    Path folder;

    @Test
    @OnRealTemporal
    void isMadeOnceWithItsRetentionAndIsNeverOneThatSomebodyElseMade() throws InterruptedException {
        String name = "crossrun-up-" + UUID.randomUUID();
        String taken = "crossrun-up-" + UUID.randomUUID();
        try (RealService service = new RealService(folder)) {
            WorkflowClient own = in(service.client(), name);
            OwnNamespace.ensure(own);
            OwnNamespace.ensure(own);
            assertThat(service.client()
                            .getWorkflowServiceStubs()
                            .blockingStub()
                            .describeNamespace(DescribeNamespaceRequest.newBuilder()
                                    .setNamespace(name)
                                    .build())
                            .getConfig()
                            .getWorkflowExecutionRetentionTtl())
                    .isEqualTo(Durations.fromDays(30));
            service.client()
                    .getWorkflowServiceStubs()
                    .blockingStub()
                    .registerNamespace(RegisterNamespaceRequest.newBuilder()
                            .setNamespace(taken)
                            .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                            .build());
            WorkflowClient others = in(service.client(), taken);
            Waiting.until(() -> refuses(others));
            assertThatThrownBy(() -> OwnNamespace.ensure(in(service.client(), "default")))
                    .isInstanceOf(Usage.class)
                    .hasMessageContaining("The namespace default exists, and ./crossrun up has not made it.");
        }
    }

    private static boolean refuses(WorkflowClient client) throws InterruptedException {
        try {
            OwnNamespace.ensure(client);
            return false;
        } catch (Usage refused) {
            return refused.getMessage().contains(client.getOptions().getNamespace() + " exists");
        }
    }

    @Test
    void aServiceThatDoesNotAnswerIsNamed() {
        WorkflowServiceStubs nowhere = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + LoopbackPort.free())
                .build());
        try {
            assertThatThrownBy(() -> OwnNamespace.ensure(WorkflowClient.newInstance(nowhere)))
                    .isInstanceOf(Usage.class)
                    .hasMessageContaining("No Temporal service answers")
                    .hasMessageContaining("TEMPORAL_ADDRESS");
        } finally {
            nowhere.shutdownNow();
        }
    }

    /** How many executions a namespace shows. */
    static int runs(WorkflowClient client, String namespace) {
        return client.getWorkflowServiceStubs()
                .blockingStub()
                .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getExecutionsCount();
    }

    private static WorkflowClient in(WorkflowClient client, String namespace) {
        return WorkflowClient.newInstance(
                client.getWorkflowServiceStubs(),
                TemporalConnection.clientOptions(WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .build()));
    }
}
