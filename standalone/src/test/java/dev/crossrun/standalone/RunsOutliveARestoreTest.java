package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.AccountAccess.Change;
import dev.crossrun.standalone.RunUnderWay.Crew;
import dev.crossrun.temporal.PayloadKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is lost, and restored from a backup that is older than the clouds and the archive: docs/operating/backup.md. */
@Tag("real")
@EnabledIf("dev.crossrun.standalone.RealService#isOnPostgres")
@Timeout(600)
class RunsOutliveARestoreTest {
    @TempDir
    Path folder;

    private final Iterator<AccessUnderWay.Target> targets =
            AccessUnderWay.Target.all().iterator();
    private final Map<RunUnderWay, Integer> underWay = new LinkedHashMap<>();
    private ServiceOnPostgres server;
    private Simulator simulator;
    private RealService service;
    private UserProcesses processes;
    private Crew people;
    private Path records;
    private Path keys;

    @BeforeEach
    @Timeout(300)
    void start() throws IOException {
        server = new ServiceOnPostgres(folder);
        simulator = Simulator.start(SimulatorSettings.defaults().withSeed(new FiveAccounts()));
        service = RealService.at(server.address());
        processes = new UserProcesses(folder, simulator, service.environment());
        records = folder.resolve("records");
        keys = Files.writeString(
                folder.resolve("records.jwks.json"), PayloadKeys.generate().json());
        processes.archive(records, keys);
        processes.install(OtherBuild.soon(folder));
        startProcesses();
        people = Crew.at(processes.api());
    }

    private void startProcesses() {
        processes.startWorker("worker");
        processes.startApi();
    }

    @AfterEach
    void stop() {
        processes.close();
        service.close();
        simulator.close();
        server.close();
    }

    @Test
    void andGoOnFromTheBackupWithoutDoublingAnything() throws IOException {
        String planned = planOnly();
        AccessUnderWay asking = access();
        AccessUnderWay rejected = access();
        AccessUnderWay ended = access();
        ended.give();
        AccessUnderWay given = access();
        given.awaitTask(RunUnderWay.APPROVAL);
        FederationUnderWay federation = new FederationUnderWay(simulator, people);
        federation.approve();
        federation.awaitTask(FederationUnderWay.APPLICATION);
        List.of(asking, rejected).forEach(run -> run.awaitTask(RunUnderWay.APPROVAL));

        List<RunUnderWay> inBackup = List.of(asking, rejected, ended, given, federation);
        inBackup.forEach(run -> underWay.put(run, run.answers()));
        Path backup = folder.resolve("temporal.tar.gz");
        server.backup(backup);

        ended.end();
        given.give();
        reject(rejected);
        federation.addApplication();
        federation.finish();
        AccessUnderWay later = access();
        later.give();
        List.of(ended, federation).forEach(RunUnderWay::awaitSuccess);
        processes.stopApi();
        processes.startApi();
        awaitRecords(planned, rejected.id(), ended.id(), federation.id());
        String head = verify("");

        processes.stopApi();
        processes.stopWorker("worker");
        server.kill();
        server.restore(backup);
        server.start();
        startProcesses();
        underWay.forEach(RunUnderWay::forgetAnswersAfter);

        assertThatThrownBy(() -> people.kim().api().get(later.path))
                .isInstanceOfSatisfying(
                        ApiRefusal.class, gone -> assertThat(gone.status()).isEqualTo(404));
        assertThat(later.isGiven()).as("nobody ends it any more").isTrue();
        List.of(asking, rejected, given).forEach(run -> run.awaitTask(RunUnderWay.APPROVAL));
        asking.answerAll();
        reject(rejected);
        ended.endAgain();
        given.give();
        given.endAgain();
        federation.handIn();
        federation.finish();

        List.of(asking, ended, federation).forEach(RunUnderWay::check);
        given.awaitSuccess();
        List.of(given, later).forEach(run -> {
            assertThat(run.changes())
                    .as("given once, before the database was lost")
                    .extracting(Change::creation)
                    .containsExactly(true);
            assertThat(run.isGiven()).as("an administrator has to remove it").isTrue();
        });
        inBackup.forEach(RunUnderWay::eachAnswerCountsOnce);
        String last = planOnly();
        archive(last);
        List<String> over = new ArrayList<>(List.of(planned, last));
        inBackup.forEach(run -> over.add(run.id()));
        awaitRecords(over.toArray(String[]::new));
        assertThat(archived()).containsExactlyInAnyOrderElementsOf(over);
        verify(head);
    }

    @Test
    void andAnArchiveThatIsRestoredFromACopyIsFilledAgain() throws Exception {
        String copied = planOnly();
        archive(copied);
        Path copy = folder.resolve("records.tar.gz");
        shell("tar -c -z -C " + records + " --exclude '.unfinished-*' chain bodies > " + copy);
        String later = planOnly();
        archive(later);
        String head = verify("");

        processes.stopApi();
        shell("cd " + records + " && find . -mindepth 1 -delete && tar -x -z < " + copy);
        assertThat(verified(head)).contains("Entry 2 was cut off", "Faults: 1", "Head 1:");
        processes.startApi();
        awaitRecords(copied, later);
        assertThat(archived()).containsExactlyInAnyOrder(copied, later);
        verify("");
        assertThat(verified(head)).contains("Entry 2 is not the one of the head", "Faults: 1");
    }

    /** A run that has ended, at once: the API looks for such runs at its start. */
    private void archive(String run) {
        people.kim().until("/v1/runs/" + run, view -> view.hasNonNull("closedAt"));
        processes.stopApi();
        processes.startApi();
        awaitRecords(run);
    }

    private static void shell(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertThat(process.onExit().join().exitValue()).as(command).isZero();
    }

    private AccessUnderWay access() {
        return new AccessUnderWay(simulator, people, targets.next());
    }

    /** The id of a run that ends with its plan. */
    private String planOnly() {
        return people.kim()
                .api()
                .post("/v1/runbooks/connect-federation/runs?planOnly=true", FederationRun.example(), Optional.empty())
                .path("id")
                .asText();
    }

    private void reject(RunUnderWay run) {
        run.answer(
                people.lee(), RunUnderWay.APPROVAL, AccessRun.action("reject").put("reason", "not now"));
        run.awaitEnd("REJECTED");
    }

    private void awaitRecords(String... runs) {
        Waiting.until(() -> archived().containsAll(List.of(runs)));
    }

    private List<String> archived() {
        List<String> ids = new ArrayList<>();
        for (JsonNode record : people.kim().api().all("/v1/records")) {
            ids.add(record.path("id").asText());
        }
        return ids;
    }

    /** The archive has no fault; gives the present head. */
    private String verify(String head) {
        String said = verified(head);
        assertThat(said).contains("Nothing was altered");
        return said.replaceFirst("(?s).*Head (\\S+).*", "$1");
    }

    /** What {@code ./crossrun record verify} says. */
    private String verified(String head) {
        List<String> command =
                new ArrayList<>(List.of("record", "verify", "--folder", records.toString(), "--keys", keys.toString()));
        if (!head.isEmpty()) {
            command.addAll(List.of("--head", head));
        }
        StringWriter said = new StringWriter();
        String[] words = command.toArray(String[]::new);
        int status = Crossrun.commands(words).setOut(new PrintWriter(said)).execute(words);
        assertThat(status).as(said.toString()).isEqualTo(said.toString().contains("Nothing was altered") ? 0 : 1);
        return said.toString();
    }
}
