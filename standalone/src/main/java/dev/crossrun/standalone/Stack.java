package dev.crossrun.standalone;

import dev.crossrun.access.AccessSettings;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.run.OpenAndClosedDirectory;
import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.VisibilityDirectory;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.aws.AwsSettings;
import dev.crossrun.desk.Desk;
import dev.crossrun.entra.EntraSettings;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.temporal.InMemoryTemporal;
import dev.crossrun.standalone.temporal.LoopbackPort;
import dev.crossrun.webhook.NotificationSettings;
import dev.crossrun.worker.CrossrunWorker;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A simulated cloud, a worker and the API in this JVM, on the in-memory Temporal or on another one. They go by one clock. */
public final class Stack implements AutoCloseable {
    private final People people;
    private final WorkflowClient temporal;
    private final Optional<InMemoryTemporal> inMemory;
    private final Simulator simulator;
    private final AwsAccounts accounts;
    private final EmbeddedApi api;
    private final CrossrunWorker worker;

    /**
     * What the API of a stack is.
     *
     * @param port on loopback; 0 takes a free one
     * @param desk whether it has web pages, for which people sign in at the simulated Entra
     * @param uiUrl the address of the Temporal UI
     * @param records where it keeps the records of ended runs
     */
    record Api(int port, boolean desk, Optional<String> uiUrl, Optional<ArchiveSettings> records) {
        static Api of(int port) {
            return new Api(port, false, Optional.empty(), Optional.empty());
        }

        static Api withDesk(int port) {
            return new Api(port, true, Optional.empty(), Optional.empty());
        }

        Api withUi(URI ui) {
            return new Api(port, desk, Optional.of(ui.toString()), records);
        }

        Api withRecords(ArchiveSettings archive) {
            return new Api(port, desk, uiUrl, Optional.of(archive));
        }
    }

    private Stack(
            Api wanted,
            Secrets secrets,
            SimulatorSettings settings,
            WorkflowClient temporal,
            Optional<InMemoryTemporal> inMemory,
            RunDirectory directory,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            PaceClock pace) {
        this.people = secrets.people();
        this.temporal = temporal;
        this.inMemory = inMemory;
        this.simulator = Simulator.start(settings);
        AwsSettings aws = SimulatedAccounts.aws(simulator.endpoint());
        EntraSettings entra = SimulatedAccounts.entra(simulator.secureEndpoint());
        this.accounts = SimulatedAccounts.accounts(aws, pace);
        TrustedSimulator.trust(simulator.certificate());
        this.worker = starter.apply(
                temporal,
                CrossrunWorker.activities(
                        accounts,
                        new EntraTenants(entra, pace),
                        secrets.sealing(),
                        NotificationSettings.none(),
                        AccessSettings.defaults(),
                        settings.clock()));
        // The provider sends people back to an address that it knows before the API listens.
        int port = wanted.desk() && wanted.port() == 0 ? LoopbackPort.free() : wanted.port();
        ApiConfiguration configuration = ApiConfiguration.embedded(port, people.principals(), secrets.sealing());
        configuration.setUiUrl(wanted.uiUrl());
        wanted.records().ifPresent(configuration::setRecords);
        if (wanted.desk()) {
            SimulatedSignIn.require(configuration, simulator, aws, entra);
            SimulatedSignIn.set(configuration, simulator, people, secrets.sessionKeys(), port);
        }
        this.api = EmbeddedApi.start(configuration, Runbooks.ALL, new Desk(), temporal, directory, settings.clock());
    }

    /**
     * Starts everything, with an in-memory Temporal.
     *
     * @param port of the API on loopback; 0 takes a free one
     * @param settings of the simulated cloud, except its clock: cloud and worker go by Temporal's time
     */
    public static Stack start(int port, SimulatorSettings settings) {
        return start(Api.of(port), Secrets.once(), settings);
    }

    /** As {@link #start(int, SimulatorSettings)}, with the desk, whose people sign in at the simulated Entra. */
    public static Stack withDesk(int port, SimulatorSettings settings) {
        return start(Api.withDesk(port), Secrets.once(), settings);
    }

    /** Starts everything, with an in-memory Temporal, for people whose tokens exist already. */
    static Stack start(Api api, Secrets secrets, SimulatorSettings settings) {
        return start(api, secrets, new InMemoryTemporal(), settings, CrossrunWorker::start, PaceClock.SYSTEM);
    }

    /**
     * As {@link #start(int, SimulatorSettings)} on a service that ends with this, with a worker that {@code starter} starts, whose
     * calls {@code pace} spaces.
     */
    static Stack start(
            Api api,
            InMemoryTemporal temporal,
            SimulatorSettings settings,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            PaceClock pace) {
        return start(api, Secrets.once(), temporal, settings, starter, pace);
    }

    private static Stack start(
            Api api,
            Secrets secrets,
            InMemoryTemporal temporal,
            SimulatorSettings settings,
            BiFunction<WorkflowClient, List<Object>, CrossrunWorker> starter,
            PaceClock pace) {
        return new Stack(
                api,
                secrets,
                settings.withClock(temporal.clock()),
                temporal.client(),
                Optional.of(temporal),
                new OpenAndClosedDirectory(temporal.client()),
                starter,
                pace);
    }

    /** On a service that stays when this is closed, and by the settings' clock; {@code pace} spaces the worker's calls. */
    static Stack on(WorkflowClient temporal, SimulatorSettings settings, PaceClock pace) {
        return on(temporal, new OpenAndClosedDirectory(temporal), settings, pace);
    }

    /** The same, with lists of runs by this directory. */
    public static Stack on(
            WorkflowClient temporal, RunDirectory directory, SimulatorSettings settings, PaceClock pace) {
        return new Stack(
                Api.of(0),
                Secrets.once(),
                settings,
                temporal,
                Optional.empty(),
                directory,
                CrossrunWorker::start,
                pace);
    }

    /** On a service that stays when this is closed, and that lists runs by its visibility. */
    static Stack on(WorkflowClient temporal, Api api, Secrets secrets, SimulatorSettings settings) {
        return new Stack(
                api,
                secrets,
                settings,
                temporal,
                Optional.empty(),
                new VisibilityDirectory(temporal, RequesterAttribute.name()),
                CrossrunWorker::start,
                PaceClock.SYSTEM);
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
    Optional<InMemoryTemporal> inMemory() {
        return inMemory;
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
