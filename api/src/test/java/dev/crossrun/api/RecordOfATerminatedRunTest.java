package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.auth.Grant;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.record.RunRecord;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Role;
import dev.crossrun.temporal.ProcessMetrics;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the archive gets of a run that has ended, such as by a termination in Temporal, while no worker answers for it. */
class RecordOfATerminatedRunTest {
    private static final Principal ANN =
            new Principal(Actor.listed("ann", "test"), List.of(new Grant(Set.of(Role.AUDITOR), Optional.empty())));

    @TempDir
    Path folder;

    private final ApiFixture crossrun = new ApiFixture(true);
    private final SetClock clock = new SetClock();
    private final ProcessMetrics metrics = new ProcessMetrics();
    private SweptRecords records;
    private String run;

    @BeforeEach
    void terminate() throws IOException {
        ArchiveSettings settings = ApiFixture.archive(folder);
        records = new SweptRecords(crossrun, settings, clock, metrics);
        String path = crossrun.start("terminated");
        run = path.replace("/v1/runs/", "");
        crossrun.approve(path);
        crossrun.awaitIdle("errand.terminated");
        crossrun.temporal
                .getWorkflowClient()
                .newUntypedWorkflowStub("errand.terminated")
                .terminate("by an operator");
        workersAnswer(false);
        clock.pass(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        metrics.close();
        crossrun.close();
    }

    /** Whether there is a worker that knows the revision of the run. */
    private void workersAnswer(boolean now) {
        crossrun.queries.refusal.set(now ? Optional.empty() : Optional.of(Status.INVALID_ARGUMENT));
    }

    @Test
    void isArchivedWholeWhenAWorkerAnswersHoweverLateThatIs() {
        crossrun.retention.kept.set(Duration.ofDays(400));
        for (int times = 0; times < 5; times++) {
            records.sweeper.sweep();
            assertThat(records.all(ANN)).isEmpty();
            assertThat(metrics.scrape()).contains("crossrun_records_missing 1.0\n");
            clock.pass(Duration.ofDays(79));
        }
        workersAnswer(true);
        records.sweeper.sweep();
        RunRecord record = records.of(run, ANN);
        assertThat(record.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(record.plan()).isPresent();
        assertThat(record.steps()).isNotEmpty();
        assertThat(record.tasks().get(0).answers()).isNotEmpty();
        assertThat(metrics.scrape()).contains("crossrun_records_missing 0.0\n");
    }

    @Test
    void isArchivedWithoutStepsADayBeforeTemporalDeletesTheRun() {
        crossrun.retention.kept.set(Duration.ofDays(400));
        clock.pass(Duration.ofDays(399).minusHours(1));
        records.sweeper.sweep();
        assertThat(records.all(ANN)).isEmpty();
        clock.pass(Duration.ofHours(1));
        records.sweeper.sweep();
        RunRecord record = records.of(run, ANN);
        assertThat(record.status()).isEqualTo(RunStatus.ABORTED);
        assertThat(record.problem().orElseThrow().detail()).isEqualTo("Ended in Temporal: TERMINATED");
        assertThat(record.requestedBy().name()).isEqualTo("kim");
        assertThat(record.steps()).isEmpty();
    }

    @Test
    void aRunThatEndedByItselfIsWaitedForAsWell() {
        workersAnswer(true);
        String path = crossrun.start("ended");
        crossrun.until(path, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        crossrun.post("sam", path + "/abort", "{\"effects\": \"LEAVE\"}");
        crossrun.until(path, view -> view.hasNonNull("closedAt"));
        workersAnswer(false);
        crossrun.retention.kept.set(Duration.ofDays(400));
        clock.pass(Duration.ofMinutes(1));
        records.sweeper.sweep();
        assertThat(records.all(ANN)).isEmpty();
        clock.pass(Duration.ofDays(399));
        records.sweeper.sweep();
        assertThat(records.of(path.replace("/v1/runs/", ""), ANN).status()).isEqualTo(RunStatus.ABORTED);
    }

    @Test
    void isArchivedWithoutStepsAfterHalfOfAShortRetention() {
        crossrun.retention.kept.set(Duration.ofDays(1));
        clock.pass(Duration.ofHours(11));
        records.sweeper.sweep();
        assertThat(records.all(ANN)).isEmpty();
        clock.pass(Duration.ofHours(1));
        records.sweeper.sweep();
        assertThat(records.of(run, ANN).steps()).isEmpty();
    }

    @Test
    void aWorkerThatDoesNotAnswerIsNotAskedAtEverySweep() {
        clock.pass(Duration.ofDays(1));
        records.sweeper.sweep();
        workersAnswer(true);
        clock.pass(Duration.ofMinutes(9));
        records.sweeper.sweep();
        assertThat(records.all(ANN)).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        records.sweeper.sweep();
        assertThat(records.all(ANN)).hasSize(1);
    }
}
