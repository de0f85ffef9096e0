package dev.crossrun.api;

import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.archive.Chain;
import dev.crossrun.api.archive.RecordKeys;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.record.RecordArchive;
import dev.crossrun.api.record.RecordGauges;
import dev.crossrun.api.record.RecordItem;
import dev.crossrun.api.record.RecordSweeper;
import dev.crossrun.api.record.Records;
import dev.crossrun.api.record.RunRecord;
import dev.crossrun.api.run.OfferedRunbooks;
import dev.crossrun.api.run.OpenAndClosedDirectory;
import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.api.run.RunClient;
import dev.crossrun.api.run.Runs;
import dev.crossrun.temporal.ProcessMetrics;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** An archive of records, and a sweeper that sweeps when a test calls it. */
final class SweptRecords {
    final RecordSweeper sweeper;
    private final Records records;
    private final RecordArchive archive;

    /** Of the fixture's runs; the sweeper's gauges are added to {@code metrics}. */
    SweptRecords(ApiFixture crossrun, ArchiveSettings settings, Clock clock, ProcessMetrics metrics) {
        WorkflowClient client = crossrun.temporal.getWorkflowClient();
        Runs runs = new Runs(
                new RunClient(client, RequesterAttribute.name(), clock),
                new OfferedRunbooks(List.of(Errand.RUNBOOK)),
                Optional.empty());
        archive = new RecordArchive(new Chain(settings.store(), RecordKeys.read(settings.keys()), clock));
        records = new Records(runs, Optional.of(archive));
        RecordGauges gauges = new RecordGauges(clock);
        metrics.add(gauges);
        sweeper = new RecordSweeper(new OpenAndClosedDirectory(client), records, archive, gauges, clock);
    }

    List<RecordItem> all(Principal caller) {
        return archive.list(caller, 100, Optional.empty()).items();
    }

    RunRecord of(String run, Principal caller) {
        return records.of(run, caller);
    }
}
