package dev.crossrun.bench;

import com.uber.m3.tally.NoopScope;
import dev.crossrun.api.run.OpenAndClosedDirectory;
import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.VisibilityDirectory;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.Stack;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import dev.crossrun.standalone.temporal.OwnNamespace;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.TemporalConnection;
import dev.crossrun.temporal.TemporalSettings;
import io.temporal.api.operatorservice.v1.DeleteNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** The Temporal service on which a benchmark runs. Nothing stays there when it is closed. */
final class BenchService implements AutoCloseable {
    private final WorkflowClient client;
    private final RunDirectory directory;
    private final Clock clock;
    private final Runnable end;

    private BenchService(WorkflowClient client, RunDirectory directory, Clock clock, Runnable end) {
        this.client = client;
        this.directory = directory;
        this.clock = clock;
        this.end = end;
    }

    /** In this process. */
    static BenchService inMemory() {
        InMemoryTemporal temporal = new InMemoryTemporal();
        return new BenchService(
                temporal.client(), new OpenAndClosedDirectory(temporal.client()), temporal.clock(), temporal::close);
    }

    /**
     * The service of the {@code TEMPORAL_*} environment, in a namespace of this benchmark alone: its simulated worker must not take
     * real runs.
     */
    static BenchService environment() throws InterruptedException {
        TemporalConnection temporal = TemporalConnection.open(
                new TemporalSettings(Optional.empty(), Optional.of("crossrun-bench-" + UUID.randomUUID())),
                PayloadKeys.none(),
                new NoopScope());
        OwnNamespace.ensure(temporal.client());
        return new BenchService(
                temporal.client(),
                new VisibilityDirectory(temporal.client(), RequesterAttribute.name()),
                Clock.systemUTC(),
                () -> {
                    delete(temporal.client());
                    temporal.close();
                });
    }

    private static void delete(WorkflowClient client) {
        OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                        .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                        .validateAndBuildWithDefaults())
                .blockingStub()
                .deleteNamespace(DeleteNamespaceRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .build());
    }

    WorkflowClient client() {
        return client;
    }

    /** Crossrun on this service, with calls spaced by {@code pace}. */
    BenchedStack crossrun(SimulatorSettings settings, PaceClock pace) {
        return new BenchedStack(Stack.on(client, directory, settings.withClock(clock), pace));
    }

    @Override
    public void close() {
        end.run();
    }
}
