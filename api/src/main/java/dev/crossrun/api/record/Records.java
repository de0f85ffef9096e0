package dev.crossrun.api.record;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.Retries;
import dev.crossrun.api.run.Runs;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunView;
import java.util.Map;

/** Makes records of runs from what the runs themselves and Temporal's histories say. */
public final class Records {
    private final Runs runs;

    public Records(Runs runs) {
        this.runs = runs;
    }

    /**
     * The record of a run as it is now.
     *
     * @throws dev.crossrun.api.problem.ApiException 404 if there is no such run that the caller may see
     */
    public RunRecord of(String id, Principal caller) {
        Execution run = runs.require(id, caller);
        RunView view = runs.show(run.ref(), caller).run();
        Map<String, Retries> retries = runs.retries(run);
        return new RunRecord(
                run.id(),
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
                runs.undoneBy(run, caller),
                view.input(),
                view.plan(),
                runs.ask(run, Run::plan),
                view.steps().stream()
                        .map(step -> new RunRecord.Step(step, retries.getOrDefault(step.id(), Retries.NONE)))
                        .toList(),
                runs.ask(run, Run::tasks),
                runs.ask(run, Run::artifacts),
                runs.undo(run),
                view.outcome(),
                runs.ask(run, asked -> asked.events(0)));
    }
}
