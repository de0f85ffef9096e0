package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty runs on PostgreSQL, Temporal, two workers and an API, which reach Temporal through a network of their own. Whatever breaks,
 * all runs end right, to their last step: no effect is doubled in the simulated world, and no answer is lost.
 */
@Tag("real")
@EnabledIf("dev.crossrun.standalone.RealService#isOnPostgres")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class RunsOutliveCrashesTest {
    private static final int KILLS = 3;
    private static final int MOST_CALLS = 60;
    private static final int SECONDS_OF_CUT = 30;
    private static final int RUNS = 20;

    @TempDir
    static Path folder;

    private Path build;
    private ServiceOnPostgres server;
    private Simulator simulator;
    private RealService service;
    private TcpProxy network;
    private UserProcesses processes;

    /** Between people and the API. */
    private TcpProxy front;

    private RunsUnderWay runs;

    @BeforeAll
    @Timeout(300)
    void startServer() {
        build = OtherBuild.soon(folder);
        server = new ServiceOnPostgres(folder);
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @BeforeEach
    @Timeout(300)
    void start(@TempDir Path ofTest) {
        simulator = Simulator.start(SimulatorSettings.defaults().withSeed(new FiveAccounts()));
        service = RealService.at(server.address());
        network = new TcpProxy(URI.create("tcp://" + server.address()).getPort());
        processes = new UserProcesses(ofTest, simulator, service.environment("127.0.0.1:" + network.port()));
        processes.install(build);
        processes.startWorker("worker-0");
        processes.startWorker("worker-1");
        processes.startApi();
        front = new TcpProxy(processes.api().getPort());
        runs = new RunsUnderWay(RUNS, simulator, URI.create("http://127.0.0.1:" + front.port()));
    }

    @AfterEach
    void stop() {
        runs.close();
        front.close();
        processes.close();
        network.close();
        service.close();
        simulator.close();
    }

    @Test
    void thoughWorkersAreKilledAtRandomPoints() throws ExecutionException, InterruptedException {
        Random random = new Random(Seeds.ofKills());
        runs.goOn();
        for (int kill = 0; kill < KILLS; kill++) {
            awaitCalls(random);
            String worker = "worker-" + random.nextInt(2);
            processes.killWorker(worker);
            processes.startWorker(worker);
        }
        runs.endRight();
    }

    @Test
    void thoughTemporalIsKilledAndPostgresIsRestarted() throws ExecutionException, InterruptedException {
        Random random = new Random(Seeds.ofKills());
        runs.goOn();
        for (int kill = 0; kill < KILLS; kill++) {
            awaitCalls(random);
            server.kill();
            server.start();
            awaitCalls(random);
            server.stopPostgres();
            server.startPostgres();
        }
        runs.endRight();
    }

    @Test
    void thoughTheNetworkToTemporalIsCut() throws ExecutionException, InterruptedException {
        Random random = new Random(Seeds.ofKills());
        runs.goOn();
        awaitCalls(random);
        network.cut();
        Instant end = Instant.now().plusSeconds(SECONDS_OF_CUT);
        Waiting.until(() -> Instant.now().isAfter(end));
        network.heal();
        runs.endRight();
    }

    /** First every approval is accepted and nobody is told; then the API ends while an answer is checked. */
    @Test
    void thoughTheApiIsKilledBetweenAnAnswerAndItsReply() throws ExecutionException, InterruptedException {
        simulator
                .faults()
                .add(InjectedFault.of("sso:ListApplications", Kind.SLOW).withDuration(Duration.ofSeconds(10)));
        front.holdReplies();
        runs.goOn();
        Persistent direct = new Persistent(processes.as("requester"));
        for (String run : runs.paths()) {
            direct.until(run, view -> !view.path("status").asText().equals("AWAITING_APPROVAL"));
        }
        assertThat(runs.answered()).isZero();
        killApi();
        Waiting.until(() -> !simulator.faults().met().isEmpty());
        killApi();
        runs.endRight();
    }

    private void killApi() {
        processes.killApi();
        front.cut();
        front.heal();
        processes.startApi();
    }

    /** Waits for so many calls of the cloud, fewer than follow any time before the end. */
    private void awaitCalls(Random random) {
        int calls = simulator.calls().all().size() + 1 + random.nextInt(MOST_CALLS);
        Waiting.until(() -> simulator.calls().all().size() >= calls || runs.areDone());
        assertThat(runs.areDone())
                .as("ended before anything broke, with %d calls", calls)
                .isFalse();
    }
}
