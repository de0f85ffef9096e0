package dev.crossrun.standalone;

import com.google.protobuf.util.Durations;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A namespace of its own on a real Temporal service, and a client of it. CROSSRUN_TEMPORAL is the address of a service on PostgreSQL
 * that {@code .ci/service} has started. Without it, it is a dev server, by the program {@code temporal} that TEMPORAL_CLI names.
 */
final class RealService implements AutoCloseable {
    private static final Optional<String> SHARED = Optional.ofNullable(System.getenv("CROSSRUN_TEMPORAL"));

    private final TemporalServer server;
    private final String namespace = "test-" + UUID.randomUUID();
    private final WorkflowServiceStubs service;
    private final WorkflowClient client;

    /** {@code folder} is where the output of a server goes that is started for it. */
    RealService(Path folder) {
        this(SHARED.<TemporalServer>map(Shared::new).orElseGet(() -> new DevServer(folder)));
    }

    /** On the server at this address, which stays. */
    static RealService at(String address) {
        return new RealService(new Shared(address));
    }

    /** On a server that stops with it. */
    RealService(TemporalServer server) {
        this.server = server;
        service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(server.address())
                .build());
        client = WorkflowClient.newInstance(
                service,
                TemporalConnection.clientOptions(WorkflowClientOptions.newBuilder()
                        .setNamespace(namespace)
                        .build()));
        register();
    }

    /** A server that a test may stop and start. */
    static TemporalServer restartable(Path folder) {
        return isOnPostgres() ? new ServiceOnPostgres(folder) : DevServer.onFile(folder);
    }

    static boolean isOnPostgres() {
        return SHARED.isPresent();
    }

    static boolean isThere() {
        return isOnPostgres() || System.getenv("TEMPORAL_CLI") != null;
    }

    /** Makes the namespace. The service knows its search attributes a moment later. */
    private void register() {
        service.blockingStub()
                .registerNamespace(RegisterNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                        .build());
        Waiting.until(() -> knows(() -> SearchAttributes.register(client)));
        CountWorkflowExecutionsRequest running = CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(namespace)
                .setQuery(RunAttributes.STATUS.getName() + " = 'RUNNING'")
                .build();
        Waiting.until(() -> knows(() -> service.blockingStub().countWorkflowExecutions(running)));
    }

    private static boolean knows(Runnable call) {
        try {
            call.run();
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    String address() {
        return server.address();
    }

    /** The environment of a process that is to find it. */
    Map<String, String> environment() {
        return environment(server.address());
    }

    /** The same, for a process that goes another way to it. */
    Map<String, String> environment(String address) {
        return Map.of("TEMPORAL_ADDRESS", address, "TEMPORAL_NAMESPACE", namespace);
    }

    WorkflowClient client() {
        return client;
    }

    /** A client that encrypts with these keys. */
    WorkflowClient client(PayloadKeys keys) {
        return WorkflowClient.newInstance(service, TemporalConnection.clientOptions(client.getOptions(), keys));
    }

    /** A server that others use, too. */
    private record Shared(String address) implements TemporalServer {
        @Override
        public void start() {
            throw new UnsupportedOperationException("others use it, too");
        }

        @Override
        public void kill() {
            start();
        }

        @Override
        public void close() {}
    }

    /** A stack on this service, by the real time. */
    Stack stack(Seed seed) {
        return Stack.on(client, SimulatorSettings.defaults().withSeed(seed), PaceClock.SYSTEM);
    }

    /** What the service says of a run's execution, with its history's length and size. */
    WorkflowExecutionInfo execution(FederationRun run) {
        return describe(run).getWorkflowExecutionInfo();
    }

    /** The same once the run waits for people alone. */
    WorkflowExecutionInfo waiting(FederationRun run) {
        Waiting.until(() -> !busy(describe(run)));
        return execution(run);
    }

    private static boolean busy(DescribeWorkflowExecutionResponse run) {
        return run.hasPendingWorkflowTask() || run.getPendingActivitiesCount() > 0;
    }

    private DescribeWorkflowExecutionResponse describe(FederationRun run) {
        return service.blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setExecution(id(run))
                        .build());
    }

    WorkflowExecutionHistory history(FederationRun run) {
        WorkflowExecution id = id(run);
        return client.fetchHistory(id.getWorkflowId(), id.getRunId());
    }

    /** Of the latest execution with this workflow id. */
    WorkflowExecutionHistory history(String workflowId) {
        return client.fetchHistory(workflowId);
    }

    private static WorkflowExecution id(FederationRun run) {
        String[] id = run.path.replace("/v1/runs/", "").split(":", 2);
        return WorkflowExecution.newBuilder()
                .setWorkflowId(id[0])
                .setRunId(id[1])
                .build();
    }

    @Override
    public void close() {
        service.shutdownNow();
        server.close();
    }
}
