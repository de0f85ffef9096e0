package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.record.RecordSweeper;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.OpenAndClosedDirectory;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.api.run.RunGauges;
import dev.crossrun.temporal.ProcessMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus scrapes of ended runs and of the archive of records. */
class ApiMetricsTest {
    @TempDir
    Path folder;

    private final ApiFixture crossrun = new ApiFixture(false);
    private final OpenAndClosedDirectory directory = new OpenAndClosedDirectory(crossrun.temporal.getWorkflowClient());
    private final SetClock clock = new SetClock();
    private final ProcessMetrics metrics = new ProcessMetrics();

    @AfterEach
    void close() {
        metrics.close();
        crossrun.close();
    }

    private void terminated(String name) {
        crossrun.start(name);
        crossrun.temporal
                .getWorkflowClient()
                .newUntypedWorkflowStub("errand." + name)
                .terminate("by an operator");
    }

    @Test
    void aRunThatTemporalEndedCountsAsClosedOnce() {
        terminated("before");
        Execution before = directory
                .list(RunFilter.closedSince(Instant.EPOCH), 1, Optional.empty())
                .items()
                .get(0);
        clock.set(before.closedAt().orElseThrow().plusNanos(1));
        metrics.add(new RunGauges(directory, List.of("errand"), clock));
        assertThat(metrics.scrape()).contains(closed("ABORTED", 0), closed("SUCCEEDED", 0));
        terminated("after");
        for (int scrape = 0; scrape < 3; scrape++) {
            clock.pass(Duration.ofMinutes(1));
            assertThat(metrics.scrape()).contains(closed("ABORTED", 1), closed("SUCCEEDED", 0));
        }
    }

    private static String closed(String status, int runs) {
        return "crossrun_runs_closed_total{runbook=\"errand\",status=\"" + status + "\",} " + runs + ".0\n";
    }

    @Test
    void aRecordThatCannotBeWrittenIsSeenUntilItIsWritten() throws IOException {
        ArchiveSettings settings = ApiFixture.archive(folder);
        RecordSweeper sweeper = sweeper(settings);
        terminated("one");
        Path inTheWay = Files.createDirectories(folder.resolve("records")).resolve("bodies");
        Files.writeString(inTheWay, "a file where the archive needs a folder");
        sweeper.sweep();
        clock.pass(Duration.ofMinutes(20));
        terminated("two");
        sweeper.sweep();
        assertThat(metrics.scrape())
                .contains(
                        "crossrun_records_archived 0.0\n",
                        "crossrun_records_missing 2.0\n",
                        "crossrun_record_failures_total 3.0\n",
                        "crossrun_record_sweep_age_seconds 0.0\n")
                .containsPattern("crossrun_record_missing_age_oldest_seconds (119\\d|12\\d\\d).0\n");
        Files.delete(inTheWay);
        sweeper.sweep();
        assertThat(metrics.scrape())
                .contains(
                        "crossrun_records_archived 2.0\n",
                        "crossrun_records_missing 0.0\n",
                        "crossrun_record_missing_age_oldest_seconds 0.0\n",
                        "crossrun_record_failures_total 3.0\n");
    }

    @Test
    void aSweepThatComesToNoEndIsSeenByItsAge() throws IOException {
        ArchiveSettings settings = ApiFixture.archive(folder);
        RecordSweeper sweeper = sweeper(settings);
        terminated("one");
        Files.writeString(folder.resolve("records"), "a file where the archive is to be");
        clock.pass(Duration.ofMinutes(20));
        sweeper.sweep();
        assertThat(metrics.scrape())
                .contains("crossrun_record_sweep_age_seconds 1200.0\n", "crossrun_record_failures_total 1.0\n");
        Files.delete(folder.resolve("records"));
        sweeper.sweep();
        assertThat(metrics.scrape()).contains("crossrun_record_sweep_age_seconds 0.0\n");
    }

    private RecordSweeper sweeper(ArchiveSettings settings) {
        return new SweptRecords(crossrun, settings, clock, metrics).sweeper;
    }
}
