package dev.crossrun.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.plan.PlanView;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.WaitingFor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as people see it.
 *
 * @param summary one sentence: where it stands
 * @param input what the run was started with, with corrections; secrets are replaced by {@code (sealed)}. Absent in an undo
 * @param outcome the runbook's own record of what was reached, once it is
 * @param undoes the id of the ended run that this one undoes; absent in a run of a runbook
 * @param calls the steps of the calls that have not ended, by their activity ids: Temporal knows the calls' retries
 */
public record RunView(
        String runbook,
        String name,
        RunStatus status,
        Actor requestedBy,
        Instant startedAt,
        Optional<Instant> closedAt,
        String summary,
        List<AccountId> accounts,
        Optional<JsonNode> input,
        Optional<PlanView> plan,
        List<StepView> steps,
        List<WaitingFor> waitingFor,
        Optional<JsonNode> outcome,
        Optional<Problem> problem,
        Optional<String> undoes,
        Map<String, String> calls) {
    public RunView {
        accounts = List.copyOf(accounts);
        steps = List.copyOf(steps);
        waitingFor = List.copyOf(waitingFor);
        calls = Map.copyOf(calls);
    }

    /** What is known of a run without asking its workflow: no steps, and no plan. */
    public static RunView of(RunSummary summary, Optional<Instant> closedAt) {
        return new RunView(
                summary.runbook(),
                summary.name(),
                summary.status(),
                summary.requestedBy(),
                summary.startedAt(),
                closedAt,
                summary.summary(),
                summary.accounts(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                summary.undoes(),
                Map.of());
    }

    /** The view of a run that Temporal ended before its workflow could say so. */
    public RunView endedFromOutside(RunStatus end, Instant at, Problem why) {
        return new RunView(
                runbook,
                name,
                end,
                requestedBy,
                startedAt,
                Optional.of(at),
                why.detail(),
                accounts,
                input,
                plan,
                steps,
                List.of(),
                outcome,
                Optional.of(why),
                undoes,
                Map.of());
    }

    /** The same with these steps in place of its own. */
    public RunView withSteps(List<StepView> next) {
        return new RunView(
                runbook,
                name,
                status,
                requestedBy,
                startedAt,
                closedAt,
                summary,
                accounts,
                input,
                plan,
                next,
                waitingFor,
                outcome,
                problem,
                undoes,
                calls);
    }
}
