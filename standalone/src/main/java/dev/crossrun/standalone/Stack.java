package dev.crossrun.standalone;

import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.ApiMain;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** In-memory Temporal, a simulated cloud, a worker and the API, in this JVM. */
public final class Stack implements AutoCloseable {
    /** One pair for every stack of a JVM: to make one takes longer than to start all the rest. */
    private static final SealingKeys KEYS = SealingKeys.generate();

    private final People people = new People();
    private final Simulator simulator;
    private final InMemoryTemporal temporal;
    private final AwsAccounts accounts;
    private final EmbeddedApi api;
    private final CrossrunWorker worker;

    private Stack(
            int port,
            SimulatorSettings settings,
            InMemoryTemporal temporal,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter) {
        this.simulator = Simulator.start(settings);
        this.temporal = temporal;
        this.accounts = SimulatedAccounts.at(simulator.endpoint());
        TrustedSimulator.trust(simulator.certificate());
        this.worker = starter.apply(
                temporal.client(),
                CrossrunWorker.activities(
                        accounts,
                        SimulatedAccounts.tenants(simulator.secureEndpoint()),
                        KEYS,
                        Optional.empty(),
                        settings.clock()));
        this.api = EmbeddedApi.start(
                ApiConfiguration.embedded(port, people.principals(), KEYS),
                ApiMain.RUNBOOKS,
                temporal.client(),
                settings.clock());
    }

    /**
     * Starts everything.
     *
     * @param port of the API on loopback; 0 takes a free one
     */
    public static Stack start(int port, SimulatorSettings settings) {
        return start(port, settings, CrossrunWorker::start);
    }

    /** As {@link #start(int, SimulatorSettings)} with a worker that {@code starter} starts. */
    static Stack start(
            int port, SimulatorSettings settings, BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter) {
        return new Stack(port, settings, new InMemoryTemporal(), starter);
    }

    /** As {@link #start(int, SimulatorSettings)} on a service whose time the settings' clock may be. */
    static Stack on(InMemoryTemporal temporal, SimulatorSettings settings) {
        return new Stack(0, settings, temporal, CrossrunWorker::start);
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

    @Override
    public void close() {
        api.close();
        worker.close();
        accounts.close();
        temporal.close();
        simulator.close();
    }
}
