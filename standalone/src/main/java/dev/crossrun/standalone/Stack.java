package dev.crossrun.standalone;

import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.api.Main;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.time.Clock;

/** In-memory Temporal, a simulated cloud, a worker and the API, in this JVM. */
public final class Stack implements AutoCloseable {
    private final People people = new People();
    private final Simulator simulator;
    private final InMemoryTemporal temporal;
    private final AwsAccounts accounts;
    private final Clock clock;
    private final EmbeddedApi api;
    private CrossrunWorker worker;

    private Stack(int port, SimulatorSettings settings) {
        this.clock = settings.clock();
        this.simulator = Simulator.start(settings);
        this.temporal = new InMemoryTemporal();
        this.accounts = SimulatedAccounts.at(simulator.endpoint());
        this.worker = CrossrunWorker.start(temporal.client(), accounts, clock);
        this.api = EmbeddedApi.start(
                ApiConfiguration.embedded(port, people.principals()), Main.RUNBOOKS, temporal.client());
    }

    /**
     * Starts everything.
     *
     * @param port of the API on loopback; 0 takes a free one
     */
    public static Stack start(int port, SimulatorSettings settings) {
        return new Stack(port, settings);
    }

    public URI api() {
        return api.address();
    }

    public People people() {
        return people;
    }

    public Simulator simulator() {
        return simulator;
    }

    public WorkflowClient temporal() {
        return temporal.client();
    }

    /** Stops the worker and starts another: what it held in memory is gone. */
    public void restartWorker() {
        worker.close();
        worker = CrossrunWorker.start(temporal.client(), accounts, clock);
    }

    @Override
    public void close() {
        api.close();
        worker.close();
        accounts.close();
        temporal.close();
        simulator.close();
    }
}
