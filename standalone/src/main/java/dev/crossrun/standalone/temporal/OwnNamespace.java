package dev.crossrun.standalone.temporal;

import com.google.protobuf.util.Durations;
import dev.crossrun.cli.Usage;
import dev.crossrun.temporal.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.UpdateNamespaceRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The namespace of a simulated cloud: runs in it have no effect outside, so it must be nobody else's. */
public final class OwnNamespace {
    private static final Duration RETENTION = Duration.ofDays(30);

    /** In the namespace's data. */
    private static final String MARK = "crossrun";

    private static final String SIMULATED = "simulated";

    /** How long a service takes to know a new namespace everywhere. */
    private static final Duration KNOWN = Duration.ofSeconds(60);

    private OwnNamespace() {}

    /**
     * Makes the client's namespace, if it is not there.
     *
     * @throws Usage if there is one of this name without our mark, if the service does not answer or lets nobody create one
     */
    public static void ensure(WorkflowClient client) throws InterruptedException {
        String name = client.getOptions().getNamespace();
        WorkflowServiceBlockingStub service = client.getWorkflowServiceStubs().blockingStub();
        try {
            Optional<DescribeNamespaceResponse> found = describe(service, name);
            if (found.isEmpty()) {
                service.registerNamespace(RegisterNamespaceRequest.newBuilder()
                        .setNamespace(name)
                        .setDescription("Made by ./crossrun up: its runs work on a simulated cloud.")
                        .putData(MARK, SIMULATED)
                        .setWorkflowExecutionRetentionPeriod(Durations.fromSeconds(RETENTION.toSeconds()))
                        .build());
            } else if (!SIMULATED.equals(
                    found.get().getNamespaceInfo().getDataMap().get(MARK))) {
                throw new Usage("The namespace " + name
                        + " exists, and ./crossrun up has not made it. Its simulated worker would"
                        + " take the runs that are in it. ./crossrun up --temporal --fresh makes another one.");
            }
        } catch (StatusRuntimeException e) {
            throw refused(e, name);
        }
        awaitKnown(client);
    }

    private static Usage refused(StatusRuntimeException e, String name) {
        return switch (e.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                new Usage("No Temporal service answers: " + e.getStatus().getDescription()
                        + ". TEMPORAL_ADDRESS says where it is. Without --temporal, ./crossrun up needs none.");
            default ->
                new Usage("Temporal does not let ./crossrun up create its namespace " + name + ": " + e.getMessage()
                        + ". Without --temporal, ./crossrun up needs none.");
        };
    }

    private static Optional<DescribeNamespaceResponse> describe(WorkflowServiceBlockingStub service, String name) {
        try {
            return Optional.of(service.describeNamespace(
                    DescribeNamespaceRequest.newBuilder().setNamespace(name).build()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void awaitKnown(WorkflowClient client) throws InterruptedException {
        Instant until = Instant.now().plus(KNOWN);
        while (true) {
            try {
                SearchAttributes.register(client);
                return;
            } catch (StatusRuntimeException e) {
                if (Instant.now().isAfter(until)) {
                    throw e;
                }
                Thread.sleep(200);
            }
        }
    }

    /** Lets the client's namespace keep closed runs as long as one that is made here. */
    public static void retain(WorkflowClient client) {
        client.getWorkflowServiceStubs()
                .blockingStub()
                .updateNamespace(UpdateNamespaceRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setConfig(NamespaceConfig.newBuilder()
                                .setWorkflowExecutionRetentionTtl(Durations.fromSeconds(RETENTION.toSeconds())))
                        .build());
    }
}
