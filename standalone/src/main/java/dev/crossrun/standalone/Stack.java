package dev.crossrun.standalone;

import dev.crossrun.access.AccessSettings;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.desk.Desk;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.webhook.NotificationSettings;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A simulated cloud, a worker and the API in this JVM, on the in-memory Temporal or on another one. They go by one clock. */
public final class Stack implements AutoCloseable {
    /** One pair for every stack of a JVM: to make one takes longer than to start all the rest. */
    private static final SealingKeys KEYS = SealingKeys.generate();

    private final People people;
    private final WorkflowClient temporal;
    private final Optional<InMemoryTemporal> inMemory;
    private final Simulator simulator;
    private final AwsAccounts accounts;
    private final EmbeddedApi api;
    private final CrossrunWorker worker;

    private Stack(
            int port,
            People people,
            SimulatorSettings settings,
            WorkflowClient temporal,
            Optional<InMemoryTemporal> inMemory,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            PaceClock pace,
            boolean desk) {
        this.people = people;
        this.temporal = temporal;
        this.inMemory = inMemory;
        this.simulator = Simulator.start(settings);
        this.accounts = SimulatedAccounts.at(simulator.endpoint(), pace);
        TrustedSimulator.trust(simulator.certificate());
        this.worker = starter.apply(
                temporal,
                CrossrunWorker.activities(
                        accounts,
                        SimulatedAccounts.tenants(simulator.secureEndpoint(), pace),
                        KEYS,
                        NotificationSettings.none(),
                        AccessSettings.defaults(),
                        settings.clock()));
        int address = desk && port == 0 ? freePort() : port;
        ApiConfiguration configuration = ApiConfiguration.embedded(address, people.principals(), KEYS);
        if (desk) {
            SimulatedSignIn.set(configuration, simulator, people, address);
        }
        this.api = EmbeddedApi.start(configuration, Runbooks.ALL, new Desk(), temporal, settings.clock());
    }

    /** The provider sends people back to an address that it knows before the API listens. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts everything, with an in-memory Temporal.
     *
     * @param port of the API on loopback; 0 takes a free one
     * @param settings of the simulated cloud, except its clock: cloud and worker go by Temporal's time
     */
    public static Stack start(int port, SimulatorSettings settings) {
        return start(port, new People(), settings, CrossrunWorker::start, temporal -> PaceClock.SYSTEM, false);
    }

    /** As {@link #start(int, SimulatorSettings)}, with the desk, whose people sign in at the simulated Entra. */
    public static Stack withDesk(int port, SimulatorSettings settings) {
        return withDesk(port, new People(), settings);
    }

    /** As {@link #withDesk(int, SimulatorSettings)}, for {@code people} whose tokens exist already. */
    static Stack withDesk(int port, People people, SimulatorSettings settings) {
        return start(port, people, settings, CrossrunWorker::start, temporal -> PaceClock.SYSTEM, true);
    }

    /** As {@link #start(int, SimulatorSettings)} with a worker that {@code starter} starts, whose calls {@code pace} spaces. */
    static Stack start(
            int port,
            SimulatorSettings settings,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            Function<WorkflowClient, PaceClock> pace) {
        return start(port, new People(), settings, starter, pace, false);
    }

    private static Stack start(
            int port,
            People people,
            SimulatorSettings settings,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            Function<WorkflowClient, PaceClock> pace,
            boolean desk) {
        InMemoryTemporal temporal = new InMemoryTemporal();
        return new Stack(
                port,
                people,
                settings.withClock(temporal.clock()),
                temporal.client(),
                Optional.of(temporal),
                starter,
                pace.apply(temporal.client()),
                desk);
    }

    /** On a service that stays when this is closed, and by the settings' clock; {@code pace} spaces the worker's calls. */
    static Stack on(WorkflowClient temporal, SimulatorSettings settings, PaceClock pace) {
        return new Stack(0, new People(), settings, temporal, Optional.empty(), CrossrunWorker::start, pace, false);
    }

    /** The first page of the desk. */
    public URI desk() {
        return api.address().resolve("/desk/");
    }

    public URI api() {
        return api.address();
    }

    /** Where health and metrics of the API are. */
    URI admin() {
        return api.adminAddress();
    }

    public People people() {
        return people;
    }

    public Simulator simulator() {
        return simulator;
    }

    public WorkflowClient temporal() {
        return temporal;
    }

    /** The Temporal service if it is this stack's own, whose time can be skipped. */
    Optional<WorkflowClient> inMemory() {
        return inMemory.map(InMemoryTemporal::client);
    }

    @Override
    public void close() {
        api.close();
        worker.close();
        accounts.close();
        inMemory.ifPresent(InMemoryTemporal::close);
        simulator.close();
    }
}
