package dev.crossrun.standalone;

import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Temporal dev server, the program {@code temporal} that TEMPORAL_CLI names, and a client of it. */
final class RealService implements AutoCloseable {
    private final Processes processes;
    private final WorkflowServiceStubs service;
    private final WorkflowClient client;

    /** {@code folder} is where its output goes. */
    RealService(Path folder) {
        int port = Processes.freePort();
        processes = new Processes(folder, Map.of());
        start(processes, port);
        service = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .build());
        client = WorkflowClient.newInstance(
                service, TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()));
        SearchAttributes.register(client);
    }

    /** Starts a dev server, and waits until it listens: search attributes are registered before anything else. */
    static void start(Processes processes, int port) {
        processes.start(
                "temporal",
                List.of(
                        System.getenv("TEMPORAL_CLI"),
                        "server",
                        "start-dev",
                        "--headless",
                        "--ip",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--dynamic-config-value",
                        "history.transferProcessorMaxPollRPS=2000"));
        Waiting.until(() -> Processes.listens(port));
    }

    WorkflowClient client() {
        return client;
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
        processes.close();
    }
}
