package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.ApiMain;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.temporal.SearchAttributes;
import dev.crossrun.temporal.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole runbook with a worker that is a process of its own, on an in-memory service that is another. */
class KilledWorkerTest {
    private static final int KILLS = 20;

    /** A whole run takes more calls of the cloud than that. */
    private static final int CALLS = 120;

    @TempDir
    Path folder;

    private final int port = Processes.freePort();
    private final SealingKeys keys = SealingKeys.generate();
    private Simulator simulator;
    private Processes processes;
    private int killed;

    @Test
    @Timeout(600)
    void endsRightThoughItsWorkerIsKilledAtTwentyPoints() throws IOException {
        long seed = Long.getLong("crossrun.seed", FaultSimulationTest.ofToday());
        int[] points = Schedule.random(seed)
                .ints(1, CALLS)
                .distinct()
                .limit(KILLS)
                .sorted()
                .toArray();
        try (Site site = site()) {
            BadDay day = new BadDay(Schedule.quiet(true), site);
            day.turn(() -> {
                if (killed < KILLS && site.simulator().calls().all().size() >= points[killed]) {
                    killed++;
                    processes.kill("worker");
                    worker();
                }
            });
            JsonNode ended = day.live();
            assertThat(ended.path("status").asText())
                    .as("after %d kills and %s", killed, day.lastEvents())
                    .isEqualTo("SUCCEEDED");
            new Invariants(day, ended).hold();
            assertThat(Files.readString(folder.resolve("worker.log")))
                    .contains("JAVA_TOOL_OPTIONS")
                    .doesNotContain(BadDay.SECRETS)
                    .doesNotContain(day.hands.token().orElseThrow());
            assertThat(killed).isEqualTo(KILLS);
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("with -Dcrossrun.seed=" + seed, broken);
        }
    }

    private Site site() throws IOException {
        Files.writeString(folder.resolve("keys.json"), keys.json());
        Processes service = new Processes(folder, Map.of());
        service.java("temporal", TestServer.class, String.valueOf(port));
        while (!Processes.listens(port)) {
            Thread.onSpinWait();
        }
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .build());
        WorkflowClient client = WorkflowClient.newInstance(
                stubs, TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()));
        SearchAttributes.register(client);
        ServiceTime time = new ServiceTime(stubs.getRawChannel());
        simulator = Simulator.start(Site.settings(true, time));
        TrustedSimulator.trust(simulator.certificate());
        processes = new Processes(folder, Map.of("JAVA_TOOL_OPTIONS", options()));
        worker();
        People people = new People();
        EmbeddedApi api = EmbeddedApi.start(
                ApiConfiguration.embedded(0, people.principals(), keys), ApiMain.RUNBOOKS, client, time);
        return new Site(simulator, client, time, api.address(), people, () -> {
            processes.close();
            service.close();
            simulator.close();
            api.close();
            stubs.shutdownNow();
        });
    }

    /** A quick start; and what {@link TrustedSimulator} has set for this JVM, for another. */
    private static String options() {
        return "-XX:TieredStopAtLevel=1 "
                + String.join(
                        " ",
                        List.of("trustStore", "trustStorePassword", "trustStoreType").stream()
                                .map(name -> "javax.net.ssl." + name)
                                .map(name -> "-D" + name + "=" + System.getProperty(name))
                                .toList());
    }

    private void worker() {
        processes.java(
                "worker",
                WorkerProcess.class,
                "127.0.0.1:" + port,
                simulator.endpoint().toString(),
                simulator.secureEndpoint().toString(),
                folder.resolve("keys.json").toString());
    }
}
