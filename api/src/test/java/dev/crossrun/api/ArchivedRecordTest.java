package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Role;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of ended runs in an archive. A fixture with another Temporal stands for one that has deleted the runs. */
class ArchivedRecordTest {
    @TempDir
    Path folder;

    private final ApiFixture crossrun = new ApiFixture(true);
    private ArchiveSettings settings;

    @BeforeEach
    void keys() throws IOException {
        settings = ApiFixture.archive(folder);
    }

    @AfterEach
    void close() {
        crossrun.close();
    }

    /** An API with the archive, whose sweeper has begun. */
    private EmbeddedApi archiving(ApiFixture of, Clock clock) {
        ApiConfiguration configuration = ApiFixture.configuration(Stream.concat(
                        ApiFixture.people().stream(),
                        Stream.of(scoped("far", "222222222222"), scoped("near", "111111111111")))
                .toList());
        configuration.setRecords(settings);
        return of.serve(configuration, clock);
    }

    private static TokenPrincipal scoped(String name, String account) {
        return new TokenPrincipal(
                name,
                Sha256.of("token-of-" + name).value(),
                Set.of(Role.AUDITOR),
                Optional.of(new Scope(Optional.empty(), Optional.of(Set.of(account)))),
                Optional.empty());
    }

    private Reply get(ApiFixture of, EmbeddedApi api, String as, String path) {
        return of.send(api, "token-of-" + as, "GET", path, Optional.empty());
    }

    private List<JsonNode> listed(EmbeddedApi api, String as) {
        Reply page = get(crossrun, api, as, "/v1/records");
        assertThat(page.status()).as(page.http().body()).isEqualTo(200);
        List<JsonNode> items = new ArrayList<>();
        page.at("/items").forEach(items::add);
        return items;
    }

    private String aborted(String name) {
        String run = crossrun.start(name);
        crossrun.until(run, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        assertThat(crossrun.post("sam", run + "/abort", "{\"effects\": \"LEAVE\"}")
                        .status())
                .isEqualTo(202);
        crossrun.until(run, view -> view.hasNonNull("closedAt"));
        return run;
    }

    private static String id(String run) {
        return run.replace("/v1/runs/", "");
    }

    @Test
    void theSweepersOfTwoProcessesArchiveEachEndedRunOnceAndItsRecordOutlivesTemporals() {
        String first = aborted("first");
        String second = aborted("second");
        String open = crossrun.start("open");
        JsonNode record = crossrun.get("ann", first + "/record").body();
        try (EmbeddedApi one = archiving(crossrun, Clock.systemUTC());
                EmbeddedApi two = archiving(crossrun, Clock.systemUTC())) {
            ApiFixture.await(
                    () -> listed(one, "ann").size() == 2 && listed(two, "ann").size() == 2);
            assertThat(listed(one, "ann"))
                    .extracting(item -> item.at("/id").asText())
                    .containsExactlyInAnyOrder(id(first), id(second))
                    .doesNotContain(id(open));
            assertThat(listed(one, "ann").get(0).at("/run/requestedBy/name").asText())
                    .isEqualTo("kim");
            assertThat(get(crossrun, one, "ann", first + "/record").body()).isEqualTo(record);
        }
        try (ApiFixture later = new ApiFixture(false);
                EmbeddedApi api = archiving(later, Clock.systemUTC())) {
            assertThat(get(later, api, "ann", first).status()).isEqualTo(404);
            assertThat(get(later, api, "ann", first + "/record").body()).isEqualTo(record);
            assertThat(get(later, api, "ann", "/v1/runs/errand.first/record").body())
                    .isEqualTo(record);
        }
    }

    @Test
    void theRecordOfATerminatedRunIsWhole() {
        String run = crossrun.start("terminated");
        crossrun.approve(run);
        JsonNode before = crossrun.get("ann", run + "/record").body();
        crossrun.awaitIdle("errand.terminated");
        terminate(crossrun, "errand.terminated");
        try (EmbeddedApi api = archiving(crossrun, Clock.systemUTC())) {
            ApiFixture.await(() -> listed(api, "ann").size() == 1);
            JsonNode record = get(crossrun, api, "ann", run + "/record").body();
            assertThat(record.at("/status").asText()).isEqualTo("ABORTED");
            assertThat(record.at("/plan")).isNotEmpty().isEqualTo(before.at("/plan"));
            assertThat(record.at("/tasks/0/answers")).isNotEmpty().isEqualTo(before.at("/tasks/0/answers"));
            assertThat(record.at("/request")).isNotEmpty().isEqualTo(before.at("/request"));
            assertThat(record.at("/steps")).isNotEmpty();
        }
    }

    @Test
    void aRunThatWasTerminatedBeforeAWorkerTookItIsArchivedAtOnce() {
        try (ApiFixture idle = new ApiFixture(false);
                EmbeddedApi api = archiving(idle, Clock.systemUTC())) {
            String run = idle.start("too-late");
            terminate(idle, "errand.too-late");
            Reply record = get(idle, api, "ann", run + "/record");
            assertThat(record.status()).as(record.http().body()).isEqualTo(200);
            assertThat(record.at("/status").asText()).isEqualTo("ABORTED");
            assertThat(record.at("/requestedBy/name").asText()).isEqualTo("kim");
            assertThat(record.at("/steps")).isEmpty();
        }
    }

    private static void terminate(ApiFixture of, String workflow) {
        of.temporal.getWorkflowClient().newUntypedWorkflowStub(workflow).terminate("by an operator");
    }

    @Test
    void aLaterUndoIsAppendedAndTheRecordNamesIt() {
        String run = crossrun.start("undone");
        crossrun.approve(run);
        assertThat(crossrun.post("sam", run + "/abort", "{\"effects\": \"LEAVE\"}")
                        .status())
                .isEqualTo(202);
        crossrun.until(run, view -> view.hasNonNull("closedAt"));
        AtomicReference<Reply> undo = new AtomicReference<>();
        ApiFixture.await(() -> {
            undo.set(crossrun.post("sam", run + "/undo", "{}"));
            return undo.get().status() == 201;
        });
        String id = undo.get().at("/id").asText();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        try (EmbeddedApi api = archiving(crossrun, later)) {
            assertThat(get(crossrun, api, "ann", run + "/record")
                            .at("/undoneBy")
                            .asText())
                    .isEqualTo(id);
        }
        crossrun.temporal
                .getWorkflowClient()
                .newUntypedWorkflowStub(id.replaceFirst(":.*", ""))
                .terminate("no worker of this test knows undos");
        try (EmbeddedApi api = archiving(crossrun, later)) {
            ApiFixture.await(() -> listed(api, "ann").size() == 2);
            assertThat(listed(api, "ann").get(0).at("/undoes").asText()).isEqualTo(id(run));
        }
        try (ApiFixture empty = new ApiFixture(false);
                EmbeddedApi api = archiving(empty, later)) {
            empty.descriptions.refusal.set(Optional.of(Status.UNAVAILABLE));
            assertThat(get(empty, api, "ann", run + "/record").at("/undoneBy").asText())
                    .as("without Temporal")
                    .isEqualTo(id);
            empty.descriptions.refusal.set(Optional.empty());
            assertThat(get(empty, api, "ann", run + "/record").at("/undoneBy").asText())
                    .isEqualTo(id);
            assertThat(get(empty, api, "far", run + "/record").status()).isEqualTo(404);
        }
    }

    @Test
    void theArchiveAnswersWhileTemporalCannotBeReached() {
        String run = aborted("kept");
        JsonNode record;
        try (EmbeddedApi api = archiving(crossrun, Clock.systemUTC())) {
            record = get(crossrun, api, "ann", run + "/record").body();
        }
        crossrun.descriptions.refusal.set(Optional.of(Status.UNAVAILABLE));
        crossrun.lists.refusal.set(Optional.of(Status.UNAVAILABLE));
        try (EmbeddedApi api = archiving(crossrun, Clock.systemUTC())) {
            assertThat(get(crossrun, api, "ann", run).status()).isEqualTo(503);
            Reply kept = get(crossrun, api, "ann", run + "/record");
            assertThat(kept.status()).as(kept.http().body()).isEqualTo(200);
            assertThat(kept.body()).isEqualTo(record);
            assertThat(get(crossrun, api, "far", run + "/record").status()).isEqualTo(404);
            assertThat(get(crossrun, api, "ann", "/v1/runs/errand.kept/record").status())
                    .as("a later run of this name may be there")
                    .isEqualTo(503);
        }
    }

    @Test
    void whoSeesARunSeesItsRecord() {
        String run = aborted("scoped");
        try (EmbeddedApi api = archiving(crossrun, Clock.systemUTC())) {
            assertThat(get(crossrun, api, "near", run + "/record").status()).isEqualTo(200);
            assertThat(listed(api, "near")).hasSize(1);
            assertThat(listed(api, "far")).isEmpty();
            assertThat(get(crossrun, api, "far", run + "/record").status()).isEqualTo(404);
        }
    }

    @Test
    void anAdministratorErasesARecordAndItStaysErased() {
        String run = aborted("erased");
        try (EmbeddedApi api = archiving(crossrun, Clock.systemUTC())) {
            assertThat(get(crossrun, api, "ann", run + "/record").status()).isEqualTo(200);
            assertThat(erase(api, "lee", run, "?reason=Ada").status()).isEqualTo(403);
            assertThat(erase(api, "far", run, "?reason=Ada").status()).isEqualTo(404);
            assertThat(erase(api, "sam", run, "").at("/errors/0/pointer").asText())
                    .isEqualTo("/reason");
            Reply erased = erase(api, "sam", run, "?reason=Ada%20asked");
            assertThat(erased.status()).as(erased.http().body()).isEqualTo(200);
            assertThat(erased.at("/erased/by/name").asText()).isEqualTo("sam");
            Reply gone = get(crossrun, api, "ann", run + "/record");
            assertThat(gone.status()).isEqualTo(404);
            assertThat(gone.at("/detail").asText()).contains("was erased", "by sam: Ada asked");
            assertThat(get(crossrun, api, "near", run + "/record").at("/detail").asText())
                    .startsWith("There is no run");
            assertThat(erase(api, "sam", run, "?reason=again").status()).isEqualTo(404);
            assertThat(listed(api, "ann").get(0).at("/run").isNull()).isTrue();
            assertThat(listed(api, "near")).isEmpty();
        }
        try (EmbeddedApi restarted = archiving(crossrun, Clock.systemUTC())) {
            assertThat(get(crossrun, restarted, "ann", run + "/record").status())
                    .isEqualTo(404);
        }
    }

    private Reply erase(EmbeddedApi api, String as, String run, String query) {
        return crossrun.send(api, "token-of-" + as, "DELETE", run + "/record" + query, Optional.empty());
    }

    @Test
    void anOpenRunAndAnApiWithoutAnArchiveHaveNothingToErase() {
        String open = crossrun.start("still-open");
        try (EmbeddedApi api = archiving(crossrun, Clock.systemUTC())) {
            assertThat(erase(api, "sam", open, "?reason=Ada").at("/detail").asText())
                    .startsWith("The run is open");
        }
        assertThat(crossrun.get("ann", "/v1/records").at("/detail").asText()).contains("Set records in api.yml");
    }

    @Test
    void aListIsReadPageByPage() {
        aborted("one");
        aborted("two");
        aborted("three");
        try (EmbeddedApi api = archiving(crossrun, Clock.systemUTC())) {
            ApiFixture.await(() -> listed(api, "ann").size() == 3);
            Reply page = get(crossrun, api, "ann", "/v1/records?limit=2");
            assertThat(page.at("/items")).hasSize(2);
            Reply rest = get(
                    crossrun,
                    api,
                    "ann",
                    "/v1/records?limit=2&cursor=" + page.at("/next").asText());
            assertThat(rest.at("/items")).hasSize(1);
            assertThat(rest.at("/next").isNull()).isTrue();
            assertThat(get(crossrun, api, "ann", "/v1/records?cursor=99").status())
                    .isEqualTo(404);
        }
    }
}
