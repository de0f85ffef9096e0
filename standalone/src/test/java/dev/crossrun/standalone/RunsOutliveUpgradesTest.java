package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.standalone.RunUnderWay.Crew;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers and API are replaced one by one by a build with other steps, then by the former build, and again by the newer one, while runs
 * of both are under way: docs/operating/upgrade.md.
 */
@OnRealTemporal
@Timeout(600)
class RunsOutliveUpgradesTest {
    private static final String NEWER =
            "The run was started by revision 2 of temporary-access. This worker knows revision 1.";
    private static final JsonNode REDO = JsonNodeFactory.instance.objectNode().put("from", "outcome");

    @TempDir
    Path folder;

    private final Iterator<AccessUnderWay.Target> targets =
            AccessUnderWay.Target.all().iterator();
    private final List<RunUnderWay> all = new ArrayList<>();
    private Simulator simulator;
    private RealService service;
    private Path now;
    private UserProcesses processes;
    private Crew people;

    @BeforeEach
    @Timeout(300)
    void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withSeed(new FiveAccounts()));
        service = new RealService(folder);
        processes = new UserProcesses(folder, simulator, service.environment());
        now = OtherBuild.soon(folder);
        processes.install(now);
        processes.startWorker("old-0");
        processes.startWorker("old-1");
        processes.startApi();
        people = Crew.at(processes.api());
    }

    @AfterEach
    void stop() {
        processes.close();
        service.close();
        simulator.close();
    }

    @Test
    void thatReplaceStepsAndThoughTheUpgradeIsTakenBackOnce() {
        AccessUnderWay asking = access();
        AccessUnderWay given = access();
        given.give();
        FederationUnderWay federation = new FederationUnderWay(simulator, people);
        federation.approve();
        federation.awaitTask(FederationUnderWay.APPLICATION);
        all.add(federation);

        Path next = OtherBuild.next(folder);
        processes.install(next);
        replaceWorker("old-0", "next-0");
        processes.awaitWorker("next-0");
        List<AccessUnderWay> mixed = List.of(access(), access());
        mixed.forEach(AccessUnderWay::give);
        assertThat(mixed)
                .allSatisfy(run -> assertThat(run.steps())
                        .as("the API is that of before")
                        .contains(OtherBuild.GONE)
                        .doesNotContain(OtherBuild.NEW));
        replaceWorker("old-1", "next-1");
        replaceApi();

        asking.give();
        assertThat(asking.steps())
                .as("what was approved stays")
                .contains(OtherBuild.GONE)
                .doesNotContain(OtherBuild.NEW);
        AccessUnderWay newer = access();
        newer.goOn();
        AccessUnderWay newerAsking = access();
        newerAsking.awaitTask(RunUnderWay.APPROVAL);
        AccessUnderWay newerGiven = access();
        newerGiven.give();

        processes.install(now);
        replaceApi();
        assertThat(newerGiven.steps())
                .as("the API of before shows what the run says")
                .contains(OtherBuild.NEW)
                .doesNotContain(OtherBuild.GONE);
        replaceWorker("next-0", "former-0");
        replaceWorker("next-1", "former-1");

        AccessUnderWay older = access();
        older.goOn();
        given.end();
        federation.addApplication();
        List.of(newerAsking, newerGiven).forEach(run -> waits(run, NEWER));
        waits(asking, "[TMPRL1100]");
        refuses(() -> redo(newerAsking), NEWER);
        assertThat(newerAsking.changes()).isEmpty();
        assertThat(List.of(asking, newerGiven)).allMatch(AccessUnderWay::isGiven);

        processes.install(next);
        replaceWorker("former-0", "again-0");
        replaceWorker("former-1", "again-1");
        replaceApi();
        newerAsking.answerAll();
        newerGiven.end();
        assertThat(newerAsking.steps()).contains(OtherBuild.NEW).doesNotContain(OtherBuild.GONE);
        asking.end();
        mixed.forEach(AccessUnderWay::end);
        federation.finish();
        all.forEach(RunUnderWay::check);
    }

    /** A request that the run refuses when it arrives. */
    private void redo(RunUnderWay run) {
        people.sam().api().post(run.path + "/redo", REDO, Optional.empty());
    }

    private AccessUnderWay access() {
        AccessUnderWay run = new AccessUnderWay(simulator, people, targets.next());
        all.add(run);
        return run;
    }

    /** The next one takes tasks a while later. */
    private void replaceWorker(String former, String next) {
        processes.stopWorker(former);
        processes.startWorker(next);
    }

    private void replaceApi() {
        processes.stopApi();
        processes.startApi();
    }

    /** A run of a newer build: the API says so, and lists it as it was. */
    private void waits(RunUnderWay run, String why) {
        refuses(() -> people.kim().api().get(run.path), why);
        assertThat(people.kim().api().all("/v1/runs"))
                .extracting(listed -> listed.path("id").asText())
                .contains(run.id());
    }

    private static void refuses(ThrowingCallable request, String why) {
        assertThatThrownBy(request).isInstanceOfSatisfying(ApiRefusal.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(FederationRun.UNAVAILABLE);
            assertThat(refusal).hasMessageContaining(why);
        });
    }
}
