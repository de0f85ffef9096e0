package dev.crossrun.api.record;

import dev.crossrun.api.archive.Entry;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.Retries;
import dev.crossrun.api.run.RunId;
import dev.crossrun.api.run.Runs;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunView;
import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.task.TaskHistory;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records of runs: of an ended run from the archive, if there is one, and otherwise from what the run itself and Temporal's history
 * say.
 */
public final class Records {
    private final Runs runs;
    private final Optional<RecordArchive> archive;

    public Records(Runs runs, Optional<RecordArchive> archive) {
        this.runs = runs;
        this.archive = archive;
    }

    /**
     * The record of a run as it is now. That of an ended run is archived if it is not yet.
     *
     * @throws ApiException 404 if there is no such run that the caller may see, or if its record is erased
     */
    public RunRecord of(String id, Principal caller) {
        RunId run = runs.parse(id);
        return archive.map(kept -> of(run, caller, kept)).orElseGet(() -> made(runs.require(id, caller), caller));
    }

    private RunRecord of(RunId named, Principal caller, RecordArchive kept) {
        RunId run = runs.exactly(named);
        Optional<Entry> entry = kept.entry(run);
        if (entry.isEmpty()) {
            Execution found = runs.require(run.toString(), caller);
            if (found.open()) {
                return made(found, caller);
            }
            entry = Optional.of(kept.keep(made(found)));
        }
        RunRecord record = kept.read(entry.get(), caller);
        return record.undoes().isPresent() ? record : record.undoneBy(undoneBy(record.id(), caller, kept));
    }

    /** The archive answers without Temporal, too: then with the latest undo that is archived. */
    private Optional<String> undoneBy(String record, Principal caller, RecordArchive kept) {
        Optional<String> archived = kept.undoneBy(record, caller);
        try {
            return runs.undoneBy(runs.parse(record), caller).or(() -> archived);
        } catch (StatusRuntimeException noTemporal) {
            return archived;
        }
    }

    /**
     * Erases the record of a run in the archive.
     *
     * @throws ApiException 404 if the caller sees no such run or record, 403 if the caller is not an administrator of the run, 409 if
     *     the run is not archived
     */
    public RecordItem erase(String id, Principal caller, String reason) {
        RunId run = runs.exactly(runs.parse(id));
        Optional<Entry> entry = archive.flatMap(kept -> kept.entry(run));
        if (entry.isEmpty()) {
            Execution found = runs.require(run.toString(), caller);
            throw ApiException.conflict(
                    found.open()
                            ? "The run is open: its record is archived once it has ended"
                            : "The record of this run is not in the archive");
        }
        return archive.orElseThrow().erase(entry.get(), caller, reason);
    }

    private RunRecord made(Execution run, Principal caller) {
        return made(run).undoneBy(runs.undoneBy(run, caller));
    }

    /**
     * The record of a run, without the run that undoes it.
     *
     * @throws ApiException 503 if Temporal ended the run and its workflow does not answer
     */
    RunRecord made(Execution run) {
        if (runs.neverBegan(run)) {
            return remembered(run);
        }
        Map<String, Retries> retries = runs.retries(run);
        RunView view = runs.view(run);
        Story story = new Story(
                runs.ask(run, Run::plan),
                view.steps().stream()
                        .map(step -> new RunRecord.Step(step, retries.getOrDefault(step.id(), Retries.NONE)))
                        .toList(),
                runs.ask(run, Run::tasks),
                runs.ask(run, Run::artifacts),
                runs.undo(run),
                runs.ask(run, asked -> asked.events(0)));
        return record(run.id(), view, story);
    }

    /** What Temporal itself knows of a run that it ended: who requested which run, and how it ended. */
    RunRecord remembered(Execution run) {
        return record(
                run.id(),
                runs.remembered(run),
                new Story(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    /** How long Temporal keeps a run that has ended; empty if it does not say. */
    Optional<Duration> retention() {
        return runs.retention();
    }

    /** What a run's workflow says besides its view. */
    private record Story(
            Optional<Plan> plan,
            List<RunRecord.Step> steps,
            List<TaskHistory> tasks,
            List<Artifact> documents,
            List<UndoItem> undo,
            List<RunEvent> events) {}

    private static RunRecord record(String id, RunView view, Story story) {
        return new RunRecord(
                id,
                view.runbook(),
                view.name(),
                view.requestedBy(),
                view.accounts(),
                view.startedAt(),
                view.closedAt(),
                view.status(),
                view.summary(),
                view.problem(),
                view.undoes(),
                Optional.empty(),
                view.input(),
                view.plan(),
                story.plan(),
                story.steps(),
                story.tasks(),
                story.documents(),
                story.undo(),
                view.outcome(),
                story.events());
    }
}
