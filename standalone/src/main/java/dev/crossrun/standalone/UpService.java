package dev.crossrun.standalone;

import com.uber.m3.tally.NoopScope;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.temporal.DevServer;
import dev.crossrun.standalone.temporal.OwnNamespace;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import dev.crossrun.temporal.TemporalSettings;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The Temporal service that {@code ./crossrun up} works on, and what that means for its runs. */
abstract class UpService implements AutoCloseable {
    private final Secrets secrets;

    private UpService(Secrets secrets) {
        this.secrets = secrets;
    }

    Secrets secrets() {
        return secrets;
    }

    /** Starts everything else on it. */
    abstract Stack start(Stack.Api api, SimulatorSettings settings) throws InterruptedException;

    /** What people are shown when everything runs: which service it is, and how long runs last. */
    abstract List<String> started();

    /** What they are shown at the end. */
    abstract String stopped();

    @Override
    public void close() {}

    /** In this process. */
    static UpService inMemory(String why) {
        return new UpService(Secrets.once()) {
            @Override
            Stack start(Stack.Api api, SimulatorSettings settings) {
                return Stack.start(api, secrets(), settings);
            }

            @Override
            List<String> started() {
                return List.of("Temporal  in this process: runs end with it." + why);
            }

            @Override
            String stopped() {
                return "Stopped. The runs are lost: they were in this process. A Temporal service keeps runs when"
                        + " worker and API stop: docs/operating/install.md.";
            }
        };
    }

    /** A dev server with its database in the folder. */
    static UpService devServer(Path cli, UpFolder.Kept kept) {
        Secrets secrets = kept.secrets();
        DevServer server = new DevServer(cli, kept.path());
        return new UpService(secrets) {
            @Override
            Stack start(Stack.Api api, SimulatorSettings settings) throws InterruptedException {
                server.awaitReady();
                WorkflowClient client = server.client();
                SearchAttributes.register(client);
                OwnNamespace.retain(client);
                return Stack.on(
                        client,
                        api.withUi(server.ui()).withRecords(kept.records()),
                        secrets(),
                        settings.withFolder(kept.path()));
            }

            @Override
            List<String> started() {
                return List.of(
                        "Temporal  " + server.address() + ", a dev server of " + cli + ". Its UI: " + server.ui(),
                        "          Runs, their records and simulated cloud are kept in " + kept.path()
                                + ": the next ./crossrun up goes on with them.");
            }

            @Override
            String stopped() {
                return "Stopped. Runs and simulated cloud are kept in " + kept.path()
                        + ". ./crossrun up goes on with them; with --fresh it starts over.";
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }

    /** The service of the TEMPORAL_* environment. */
    static UpService environment(UpFolder.Kept kept) {
        Secrets secrets = kept.secrets();
        String namespace = kept.namespace();
        TemporalConnection temporal = TemporalConnection.open(
                new TemporalSettings(Optional.empty(), Optional.of(namespace)), PayloadKeys.none(), new NoopScope());
        return new UpService(secrets) {
            @Override
            Stack start(Stack.Api api, SimulatorSettings settings) throws InterruptedException {
                OwnNamespace.ensure(temporal.client());
                return Stack.on(
                        temporal.client(),
                        api.withRecords(kept.records()),
                        secrets(),
                        settings.withFolder(kept.path()));
            }

            @Override
            List<String> started() {
                return List.of(
                        "Temporal  the service of the TEMPORAL_* environment, in the namespace " + namespace
                                + ", which is for this folder alone.",
                        "          Runs stay there, their records and the simulated cloud in " + kept.path()
                                + ": the next ./crossrun up --temporal goes on with them.");
            }

            @Override
            String stopped() {
                return "Stopped. The runs stay in the namespace " + namespace + ", the simulated cloud in "
                        + kept.path() + ". ./crossrun up --temporal goes on with them; with --fresh it starts over.";
            }

            @Override
            public void close() {
                temporal.close();
            }
        };
    }
}
