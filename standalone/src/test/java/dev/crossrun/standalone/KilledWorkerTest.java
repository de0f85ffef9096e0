package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.api.WebPages;
import dev.crossrun.runbook.Runbooks;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.standalone.temporal.LoopbackPort;
import dev.crossrun.standalone.temporal.ServiceClock;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole runbook with a worker that is a process of its own, on an in-memory service in this one. */
@Tag("kills")
class KilledWorkerTest {
    private static final int KILLS = 20;

    /** A whole run takes more calls of the cloud than that. */
    private static final int CALLS = 120;

    @TempDir
    Path folder;

    private final int port = LoopbackPort.free();
    private final SealingKeys keys = SealingKeys.generate();
    private Simulator simulator;
    private Processes processes;
    private int killed;

    @Test
    @Timeout(600)
    void endsRightThoughItsWorkerIsKilledAtTwentyPoints() throws IOException {
        long seed = Seeds.ofKills();
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
                    kill(site);
                }
            });
            JsonNode ended = day.live();
            assertThat(ended.path("status").asText())
                    .as("after %d kills and %s", killed, day.lastEvents())
                    .isEqualTo("SUCCEEDED");
            new Invariants(day, ended).hold();
            assertThat(logs())
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
        TestServer.PortBoundTestServer service = TestServer.createPortBoundServer(port);
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .build());
        WorkflowClient client = WorkflowClient.newInstance(
                stubs, TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()));
        SearchAttributes.register(client);
        ServiceTime time = new ServiceTime(client, new ServerTimer(service));
        ServiceClock clock = new ServiceClock(stubs.getRawChannel());
        simulator = Simulator.start(Site.settings(true).withClock(clock));
        TrustedSimulator.trust(simulator.certificate());
        processes = new Processes(folder, Map.of("JAVA_TOOL_OPTIONS", options()));
        getReady(0);
        processes.enter(worker(0));
        getReady(1);
        People people = new People();
        EmbeddedApi api = EmbeddedApi.start(
                ApiConfiguration.embedded(0, people.principals(), keys), Runbooks.ALL, WebPages.NONE, client, clock);
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

    /** Ends the worker that works, and lets the one begin that was started ahead. */
    private void kill(Site site) {
        processes.kill(worker(killed));
        new Orphans(new IdleTime(site.time(), BadDay.NAME), site.time(), WorkerProcess.MISSED).timeOut();
        killed++;
        processes.enter(worker(killed));
        getReady(killed + 1);
    }

    private static String worker(int number) {
        return "worker-" + number;
    }

    private void getReady(int number) {
        processes.java(
                worker(number),
                WorkerProcess.class,
                "127.0.0.1:" + port,
                simulator.endpoint().toString(),
                simulator.secureEndpoint().toString(),
                folder.resolve("keys.json").toString());
    }

    private String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        for (int i = 0; i <= killed; i++) {
            logs.append(Files.readString(folder.resolve(worker(i) + ".log")));
        }
        return logs.toString();
    }
}
